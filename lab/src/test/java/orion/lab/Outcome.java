package orion.lab;

/// How a command ended.
///
/// @param output what it wrote, errors included
record Outcome(int exit, String output) {}

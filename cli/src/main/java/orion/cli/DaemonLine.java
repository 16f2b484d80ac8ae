package orion.cli;

/// The line to a daemon: a line of JSON there, a line of JSON back.
interface DaemonLine {
    /// Whether somebody is there at all.
    boolean answers();

    /// Asks, and waits for the answer.
    ///
    /// @param verb what is asked
    /// @throws CommandFailure where nobody answers; it says what to do
    String exchange(String verb, String request) throws CommandFailure;

    /// That whoever was asked did not do its part.
    ///
    /// @param sentence what follows its name, without its stop
    CommandFailure failure(String sentence, Exception cause);
}

package orion.core.lint;

/// A setting that a rule finds, and the nearest one that it does not find.
///
/// @param object of the finding
/// @param words  that are in what is told
record Case(String rule, String object, String words, Harbour bad, Harbour good) {
    @Override
    public String toString() {
        return rule;
    }
}

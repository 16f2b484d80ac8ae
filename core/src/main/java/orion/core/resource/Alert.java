package orion.core.resource;

/// A question about a resource that a person has to answer, because a mode of it is manual (rule R4).
///
/// @param cause what led to it, as the beginning of a sentence
public record Alert(Kind kind, String cause) {
    /// What is asked, in the original's words.
    public enum Kind {
        /// may it be loaded, after the cluster has started?
        START("Start Alert", "may it start"),
        /// may it be loaded elsewhere, after its node was lost?
        FAILOVER("Failover Alert", "may it start on another node"),
        /// may it move back to the first of its preferred nodes? It runs meanwhile.
        FAILBACK("Failback Alert", "may it move there");

        private final String title;
        private final String question;

        Kind(String title, String question) {
            this.title = title;
            this.question = question;
        }

        /// The name people see.
        public String title() {
            return title;
        }
    }

    /// The question, with how to answer it.
    public String question(String resource) {
        return cause + "; " + kind.question + "? Answer with 'orion alert " + resource + " yes' or 'orion alert "
                + resource + " no'";
    }
}

package orion.supervisor.agent;

/// An agent cannot be started or stopped. The message is one sentence for people: what is wrong, where, what
/// to do.
public final class AgentFailure extends Exception {
    private static final long serialVersionUID = 1;

    /// What kind of failure it is, for exit codes and for the replies of gwha.
    public enum Reason {
        /// It was tried and did not work.
        FAILED,
        /// This user may not.
        NOT_PERMITTED,
        /// Its program is not on this host.
        NOT_INSTALLED,
        /// Something it needs is not set up.
        NOT_CONFIGURED,
        /// It could be done and must not: a person holds it, or the cluster runs it elsewhere.
        REFUSED,
        /// It must not be done now: what is planned with its resource is under way, and nobody need be told.
        PLANNED
    }

    private final Reason reason;

    public AgentFailure(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /// See [Reason].
    public Reason reason() {
        return reason;
    }
}

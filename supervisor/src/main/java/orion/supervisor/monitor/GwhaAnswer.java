package orion.supervisor.monitor;

/// What became of an order to gwha.
///
/// @param outcome what it comes to
/// @param detail  gwha's own words, or why there are none
/// @param run     names the run that lives now; empty where gwha did not say
public record GwhaAnswer(Outcome outcome, String detail, String run) {
    GwhaAnswer(Outcome outcome, String detail) {
        this(outcome, detail, "");
    }

    /// How an order ends.
    public enum Outcome {
        /// It was started, or restarted.
        STARTED,
        /// It was running, so nothing was done.
        WAS_RUNNING,
        /// Somebody else has restarted it since it was looked at, so nothing was done.
        WAS_RESTARTED,
        /// gwha refuses: a person holds it, or the cluster runs it elsewhere.
        REFUSED,
        /// Something planned is under way with its resource: there is nothing to do, and nobody to alarm.
        PLANNED,
        /// It was looked at, and does not run.
        NOT_RUNNING,
        /// gwha has tried it in vain.
        FAILED,
        /// Nobody could be asked, so nothing was tried: gwha is not there, not believed, or lets nobody in.
        UNREACHABLE
    }
}

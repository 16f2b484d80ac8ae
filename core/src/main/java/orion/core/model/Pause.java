package orion.core.model;

/// For how long a node's own loop did not run, and why, as far as the node could tell afterwards.
///
/// @param millis at most [Integer#MAX_VALUE]; 0 for none
public record Pause(int millis, Cause cause) {
    public static final Pause NONE = new Pause(0, Cause.UNKNOWN);

    /// What keeps a loop from running.
    public enum Cause {
        /// nobody has looked into it
        UNKNOWN("for a reason not known"),
        COLLECTION("garbage collection"),
        STOLEN("the hypervisor gave the processors to others"),
        PROCESSORS_BUSY("other threads had the processors"),
        PAGES_READ("memory had to be read from a disk"),
        ASLEEP("the host was asleep"),
        /// nothing on this host accounts for it
        STOPPED("the daemon or the whole host was stopped"),
        /// nor that, but its clock on the wall was set meanwhile, as is done for a machine that stood still
        CLOCK_STEP("the host was stopped, and its clock was set when it went on");

        private final String title;

        Cause(String title) {
            this.title = title;
        }

        /// For people, after a colon.
        public String title() {
            return title;
        }
    }

    public Pause {
        if (millis < 0) {
            throw new IllegalArgumentException("a pause of " + millis + " ms");
        }
    }

    /// A pause of any length; one of more than 24 days is told as that.
    public static Pause of(long millis, Cause cause) {
        return new Pause((int) Math.min(millis, Integer.MAX_VALUE), cause);
    }

    /// For people: how long and why.
    public String inWords() {
        return seconds(millis) + ": " + cause.title();
    }

    /// Milliseconds as seconds, rounded to tenths, for people.
    public static String seconds(long millis) {
        long tenths = (millis + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}

package orion.supervisor.monitor;

/// What one poll says of an agent.
///
/// @param sign   how much life it shows
/// @param detail what was seen, for people
public record Verdict(Sign sign, String detail) {
    /// Signs of life. To accept a connection is one; to answer is what an agent is there for.
    public enum Sign {
        /// It answers as it should.
        USEFUL,
        /// It is there and does not answer as it should: hung, or ill.
        USELESS,
        /// Nothing is there.
        ABSENT
    }

    static Verdict useful(String detail) {
        return new Verdict(Sign.USEFUL, detail);
    }

    static Verdict useless(String detail) {
        return new Verdict(Sign.USELESS, detail);
    }

    static Verdict absent(String detail) {
        return new Verdict(Sign.ABSENT, detail);
    }
}

package orion.supervisor.monitor;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What one poll says of an agent.
///
/// @param sign   how much life it shows
/// @param detail what was seen, for people
/// @param millis how long the answer took, where it was measured
/// @param value  what its status page says, where that is watched
public record Verdict(Sign sign, String detail, OptionalLong millis, OptionalDouble value) {
    /// Signs of life. To accept a connection is one; to answer is what an agent is there for.
    public enum Sign {
        /// It answers as it should.
        USEFUL,
        /// It is there and does not answer as it should: hung, or ill.
        USELESS,
        /// Nothing is there.
        ABSENT,
        /// It cannot be told, for a reason that lies in how it is looked at: a restart would cure nothing.
        UNCLEAR
    }

    Verdict(Sign sign, String detail) {
        this(sign, detail, OptionalLong.empty(), OptionalDouble.empty());
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

    static Verdict unclear(String detail) {
        return new Verdict(Sign.UNCLEAR, detail);
    }
}

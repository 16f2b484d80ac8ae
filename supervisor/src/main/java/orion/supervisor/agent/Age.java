package orion.supervisor.agent;

import java.time.Duration;

/// How long something has been so, for people.
public final class Age {
    private Age() {}

    /// In the largest unit of which there are two: `90 s`, `5 min`, `3 h`, `2 days`.
    public static String words(Duration age) {
        if (age.isNegative()) {
            return "0 s";
        }
        if (age.toHours() >= 48) {
            return age.toDays() + " days";
        }
        if (age.toMinutes() >= 120) {
            return age.toHours() + " h";
        }
        return age.toSeconds() >= 120 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }
}

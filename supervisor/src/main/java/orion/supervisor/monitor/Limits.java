package orion.supervisor.monitor;

import java.util.Locale;

/// Two limits of something that is measured. Usually what is large is bad; where the first limit is above the second
/// one, what is small is, as free space.
///
/// @param warning  from here on it is worth a word
/// @param critical from here on somebody should do something
record Limits(double warning, double critical) {
    /// What is measured, against the limits.
    Condition grade(double measured) {
        boolean smallIsBad = warning > critical;
        if (smallIsBad ? measured <= critical : measured >= critical) {
            return Condition.CRITICAL;
        }
        return (smallIsBad ? measured <= warning : measured >= warning) ? Condition.WARNING : Condition.UP;
    }

    /// As people read them.
    String sentence(String unit) {
        return "%s%s are worth a warning, those of %s%s are critical"
                .formatted(reached(Condition.WARNING), unit, reached(Condition.CRITICAL), unit);
    }

    /// The limit that was reached, as it was written.
    String reached(Condition grade) {
        double limit = grade == Condition.CRITICAL ? critical : warning;
        return limit == Math.rint(limit) ? String.valueOf((long) limit) : String.format(Locale.ROOT, "%s", limit);
    }
}

package orion.core.lint;

import java.util.Locale;

/// How bad a setting is, the worst first.
public enum Severity {
    /// data may be lost, or a service is not what it was meant to be
    DANGER,
    /// a failure costs more than it must
    WARNING,
    /// it works; there is something better
    ADVICE;

    /// For people and programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

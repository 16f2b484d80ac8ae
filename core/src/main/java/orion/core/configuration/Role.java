package orion.core.configuration;

import java.util.Locale;

/// What somebody may do with the cluster. Whoever has several may do what any of them may.
public enum Role {
    /// See everything that is no secret.
    VIEWER,
    /// See, and decide where resources run: online, offline, migrate, answer questions, maintenance.
    OPERATOR,
    /// Do everything but change what runs as root.
    ADMINISTRATOR,
    /// Change what runs as root: scripts, commands and agents of resources. Of no use without being administrator,
    /// and not part of it, because whoever may do this owns every host.
    SCRIPT_AUTHOR;

    /// As people write it: `script-author`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

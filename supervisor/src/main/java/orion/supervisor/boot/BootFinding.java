package orion.supervisor.boot;

import io.avaje.jsonb.Json;
import java.util.List;

/// Something by which a host would start agents of a cluster by itself.
///
/// @param kind   `systemd`, `rc`, `script`, `cron` or `xinetd`
/// @param path   the link or file that makes it so
/// @param agents which agents, by their locations
/// @param cure   a command, or what to change
@Json
public record BootFinding(String kind, String path, List<String> agents, String cure) {
    public BootFinding {
        agents = List.copyOf(agents);
    }

    /// In a sentence, without its stop.
    public String sentence() {
        String how = switch (kind) {
            case "xinetd" -> " lets xinetd start ";
            case "cron" -> " lets cron start ";
            default -> " starts at boot ";
        };
        return path + how + String.join(", ", agents) + ", which the cluster alone may start; " + cure;
    }
}

package orion.supervisor.boot;

import io.avaje.jsonb.Json;
import java.util.List;

/// Something by which a host would start agents of a cluster by itself, or could not start them at all, or by
/// which its gwha serves nobody.
///
/// @param kind   `systemd`, `rc`, `script`, `cron` or `xinetd`; `program` for one that is missing; `key` and `account`
///               for what keeps gwha from its work
/// @param path   the link or file that makes it so, or the program
/// @param agents which agents, by their locations
/// @param cure   a command, or what to change
@Json
public record HostFinding(String kind, String path, List<String> agents, String cure) {
    public HostFinding {
        agents = List.copyOf(agents);
    }

    /// In a sentence, without its stop.
    public String sentence() {
        return isOfGwha() ? cure : problem() + "; " + cure;
    }

    private boolean isOfGwha() {
        return kind.equals("key") || kind.equals("account");
    }

    /// What is wrong, without what to do.
    public String problem() {
        if (isOfGwha()) {
            return cure;
        }
        if (kind.equals("program")) {
            return path + " is not on this host, or not executable, so the cluster could not run "
                    + String.join(", ", agents) + " here";
        }
        String how = switch (kind) {
            case "xinetd" -> " lets xinetd start ";
            case "cron" -> " lets cron start ";
            default -> " starts at boot ";
        };
        return path + how + String.join(", ", agents) + ", which the cluster alone may start";
    }
}

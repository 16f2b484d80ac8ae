package orion.supervisor.boot;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orion.supervisor.configuration.ConfigurationFault;

/// The units that systemd starts by itself: those that are enabled, and those which these pull in.
final class BootUnits {
    private static final Path ETC = Path.of("/etc/systemd/system");
    /// In the order in which one hides the other.
    private static final List<Path> FOLDERS = List.of(
            ETC,
            Path.of("/run/systemd/system"),
            Path.of("/usr/local/lib/systemd/system"),
            Path.of("/usr/lib/systemd/system"),
            Path.of("/lib/systemd/system"));
    private static final Pattern EXEC = Pattern.compile("(?m)^\\s*ExecStart(?:Pre|Post)?\\s*=\\s*[-@:+!|]*(.*)$");
    private static final Pattern PULLS =
            Pattern.compile("(?m)^\\s*(?:Wants|Requires|BindsTo|Upholds|Unit|Service)\\s*=(.*)$");
    private static final Pattern CONTINUED = Pattern.compile("\\\\\\R");
    private static final Pattern ACTIVATES = Pattern.compile("(.+)\\.(?:socket|timer|path)");

    private final HostFiles files;
    private final StartedAgents started;
    private final Deque<Pulled> left = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    /// @param link what pulls it in: a link, or another unit
    private record Pulled(String unit, Path link, String cure) {}

    BootUnits(HostFiles files, StartedAgents started) {
        this.files = files;
        this.started = started;
    }

    List<HostFinding> findings() throws ConfigurationFault {
        List<HostFinding> findings = new ArrayList<>();
        addEnabled();
        while (!left.isEmpty()) {
            Pulled pulled = left.removeFirst();
            if (!seen.add(pulled.unit())) {
                continue;
            }
            Optional<Path> file = definition(pulled.unit());
            if (isMasked(file)) {
                continue;
            }
            String text = text(pulled.unit(), file);
            List<String> agents = started.by(bareName(pulled.unit()), commands(text));
            if (pulled.unit().endsWith(".service") && !agents.isEmpty()) {
                findings.add(new HostFinding("systemd", pulled.link().toString(), agents, pulled.cure()));
            }
            follow(pulled, text);
        }
        return findings;
    }

    private void addEnabled() throws ConfigurationFault {
        for (Path folder : FOLDERS) {
            for (Path targets : files.list(folder.toString())) {
                if (!targets.toString().matches(".*\\.(wants|requires|upholds)")) {
                    continue;
                }
                for (Path link : files.list(targets.toString())) {
                    String unit = String.valueOf(link.getFileName());
                    left.add(new Pulled(
                            unit, link, "run: systemctl " + (folder.equals(ETC) ? "disable " : "mask ") + unit));
                }
            }
        }
    }

    private void follow(Pulled from, String text) {
        String how = "run: systemctl mask %s, or take it out of " + from.unit();
        Matcher pulls = PULLS.matcher(text);
        while (pulls.find()) {
            for (String unit : pulls.group(1).strip().split("\\s+", -1)) {
                if (!unit.isEmpty()) {
                    left.add(new Pulled(unit, from.link(), how.formatted(unit)));
                }
            }
        }
        Matcher activates = ACTIVATES.matcher(from.unit());
        if (activates.matches()) {
            left.add(new Pulled(activates.group(1) + ".service", from.link(), from.cure()));
        }
    }

    /// The file of a unit, or of the template that it is made from.
    private Optional<Path> definition(String unit) {
        for (String name : List.of(unit, unit.replaceFirst("@.*\\.", "@."))) {
            for (Path folder : FOLDERS) {
                Optional<Path> file = files.real(folder.resolve(name));
                if (file.isPresent()) {
                    return file;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMasked(Optional<Path> definition) {
        return definition.filter(Path.of("/dev/null")::equals).isPresent();
    }

    /// With what the administrator has added.
    private String text(String unit, Optional<Path> definition) throws ConfigurationFault {
        StringBuilder text = new StringBuilder(definition.isPresent() ? files.text(definition.get()) : "");
        for (Path folder : FOLDERS.reversed()) {
            for (Path more : files.list(folder.resolve(unit + ".d").toString())) {
                if (more.toString().endsWith(".conf")) {
                    text.append('\n').append(files.text(more));
                }
            }
        }
        return CONTINUED.matcher(text).replaceAll(" ");
    }

    private static String commands(String text) {
        StringBuilder commands = new StringBuilder();
        Matcher lines = EXEC.matcher(text);
        while (lines.find()) {
            // An empty one takes back those before it.
            if (lines.group(1).isBlank()) {
                commands.setLength(0);
            }
            commands.append(lines.group(1)).append('\n');
        }
        return commands.toString();
    }

    /// `postfix` of `postfix@-.service`.
    private static String bareName(String unit) {
        return unit.replaceFirst("(@.*)?\\.[a-z]+$", "");
    }
}

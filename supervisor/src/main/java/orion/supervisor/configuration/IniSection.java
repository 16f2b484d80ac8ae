package orion.supervisor.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orion.supervisor.configuration.IniFile.Entry;

/// One section of a file, whose values are read as what they are meant to be; what cannot be is refused with
/// its line.
///
/// @param file    the file, as people call it
/// @param name    without brackets
/// @param line    where it begins
/// @param entries by key, in the order of the file
public record IniSection(String file, String name, int line, Map<String, Entry> entries) {
    private static final int LONGEST_SECONDS = 86_400;
    private static final int HIGHEST_PORT = 65_535;

    /// The same with these keys only.
    IniSection only(String... keys) {
        Map<String, Entry> kept = new LinkedHashMap<>(entries);
        kept.keySet().retainAll(List.of(keys));
        return new IniSection(file, name, line, kept);
    }

    /// Refuses a key that nobody knows: a mistyped one would otherwise do nothing, silently.
    public void requireKnownKeys(Set<String> known) throws ConfigurationFault {
        for (Map.Entry<String, Entry> one : entries.entrySet()) {
            if (!known.contains(one.getKey())) {
                throw ConfigurationFault.at(
                        file,
                        one.getValue().line(),
                        "[" + name + "] has no key '" + one.getKey() + "'; there are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /// The value of a key; an empty one counts as not given, for templates come with empty ones.
    public Optional<String> text(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value).filter(value -> !value.isEmpty());
    }

    /// A file or folder; one without a full path lies beside this file, wherever the program was started.
    public Optional<Path> path(String key) {
        return text(key).map(Path.of(file).toAbsolutePath()::resolveSibling);
    }

    /// The value of a key that must be there.
    public String required(String key, String example) throws ConfigurationFault {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            throw fault(key, "[" + name + "] has no " + key + "; add a line such as: " + key + " = " + example);
        }
        return value.get();
    }

    /// `yes` or `no`.
    public boolean yes(String key, boolean otherwise) throws ConfigurationFault {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (value.get()) {
            case "yes", "1", "true", "on" -> true;
            case "no", "0", "false", "off" -> false;
            default -> throw fault(key, key + " takes yes or no, not '" + value.get() + "'");
        };
    }

    /// A number of seconds, up to a day.
    public int seconds(String key, int otherwise, int least) throws ConfigurationFault {
        return number(key, otherwise, least, LONGEST_SECONDS, "seconds");
    }

    /// A whole number within limits.
    public int number(String key, int otherwise, int least, int most, String of) throws ConfigurationFault {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw fault(
                key,
                "%s takes a whole number of %s from %d to %d, not '%s'".formatted(key, of, least, most, value.get()));
    }

    /// TCP ports with commas between.
    public List<Integer> ports(String key) throws ConfigurationFault {
        List<Integer> ports = new ArrayList<>();
        for (String word : words(key)) {
            if (!word.matches("[0-9]{1,5}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > HIGHEST_PORT) {
                throw fault(key, key + " takes ports from 1 to 65535 with commas between, not '" + word + "'");
            }
            ports.add(Integer.parseInt(word));
        }
        return List.copyOf(ports);
    }

    /// Words with commas between.
    public List<String> words(String key) {
        return text(key)
                .map(value -> Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /// A fault in the line of a key, or of the section where the key is missing.
    public ConfigurationFault fault(String key, String wrong) {
        Entry entry = entries.get(key);
        return ConfigurationFault.at(file, entry == null ? line : entry.line(), wrong);
    }
}

package orion.supervisor.configuration;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file of sections and of `key = value` lines, as `gwha.conf` is one. Comments are whole lines that begin
/// with `;` or `#`: a value may contain either.
///
/// @param name     what people call the file
/// @param sections in the order of the file
public record IniFile(String name, List<IniSection> sections) {
    private static final long LARGEST_BYTES = 1 << 20;

    /// One value and where it stands.
    record Entry(String value, int line) {}

    /// Reads a file.
    ///
    /// @param cure what to do where there is none
    public static IniFile read(Path file, String cure) throws ConfigurationFault {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new ConfigurationFault(
                        file + " is larger than 1 MiB, which no such file is; is it the right one?");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new ConfigurationFault("there is no file " + file + "; " + cure);
        } catch (MalformedInputException binary) {
            throw new ConfigurationFault(file + " is not UTF-8 text; save it as UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigurationFault(
                    file + " cannot be read: " + Unreadable.why(unreadable) + "; ask as its owner, usually root");
        }
    }

    /// What can be understood of a file, for whoever must act by it however wrong it is.
    static IniFile readable(Path file) {
        try {
            return Files.size(file) > LARGEST_BYTES
                    ? new IniFile(file.toString(), List.of())
                    : parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), true);
        } catch (IOException | ConfigurationFault nothing) {
            return new IniFile(file.toString(), List.of());
        }
    }

    /// Reads the text of a file.
    static IniFile parse(String name, String text) throws ConfigurationFault {
        return parse(name, text, false);
    }

    /// @param forgiving whether what is wrong is left out
    private static IniFile parse(String name, String text, boolean forgiving) throws ConfigurationFault {
        Map<String, IniSection> sections = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int number = 0;
        for (String raw : withoutMark.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
                continue;
            }
            try {
                if (line.startsWith("[")) {
                    entries = new LinkedHashMap<>();
                    add(new IniSection(name, sectionName(name, number, line), number, entries), sections);
                } else {
                    addEntry(name, number, line, sections.isEmpty(), entries);
                }
            } catch (ConfigurationFault fault) {
                if (!forgiving) {
                    throw fault;
                }
            }
        }
        return new IniFile(name, List.copyOf(sections.values()));
    }

    private static void add(IniSection section, Map<String, IniSection> sections) throws ConfigurationFault {
        IniSection earlier = sections.putIfAbsent(section.name(), section);
        if (earlier != null) {
            throw ConfigurationFault.at(
                    section.file(),
                    section.line(),
                    "there is a section [" + section.name() + "] in line " + earlier.line()
                            + " already; give this one another name, or delete one of them");
        }
    }

    private static String sectionName(String file, int number, String line) throws ConfigurationFault {
        String name = line.endsWith("]") ? line.substring(1, line.length() - 1).strip() : "";
        if (name.isEmpty() || name.contains("[") || name.contains("]")) {
            throw ConfigurationFault.at(file, number, "'" + line + "' is no section; write it as [name]");
        }
        return name;
    }

    private static void addEntry(
            String file, int number, String line, boolean beforeSections, Map<String, Entry> entries)
            throws ConfigurationFault {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw ConfigurationFault.at(file, number, "'" + line + "' is neither [section] nor key = value");
        }
        if (beforeSections) {
            throw ConfigurationFault.at(file, number, "this line stands before the first section; move it into one");
        }
        String key = line.substring(0, equals).strip();
        Entry earlier =
                entries.putIfAbsent(key, new Entry(line.substring(equals + 1).strip(), number));
        if (earlier != null) {
            throw ConfigurationFault.at(
                    file, number, "'" + key + "' is given in line " + earlier.line() + " already; delete one of them");
        }
    }

    /// The section of this name.
    Optional<IniSection> section(String wanted) {
        return sections.stream().filter(one -> one.name().equals(wanted)).findFirst();
    }
}

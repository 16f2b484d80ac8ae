package orion.supervisor.configuration;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name by which an agent is addressed: where it is in the mail system (`domain`, `post_office.domain`,
/// `domain.GWIA`), or any other name of a daemon. It is a section of `gwha.conf`, and never the name of an
/// executable.
///
/// @param name without brackets
public record Location(String name) implements Comparable<Location> {
    // It becomes the name of files and of a control group.
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public Location {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException("not a location: " + name);
        }
    }

    /// What somebody typed, where it can be a location at all.
    public static Optional<Location> of(String text) {
        return isAllowed(text) ? Optional.of(new Location(text)) : Optional.empty();
    }

    private static boolean isAllowed(String name) {
        return ALLOWED.matcher(name).matches();
    }

    @Override
    public int compareTo(Location other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}

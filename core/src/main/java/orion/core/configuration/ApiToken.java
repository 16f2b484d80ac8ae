package orion.core.configuration;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Lets a program ask the cluster from elsewhere. The secret itself is known to whoever got it when it was made, and to
/// nobody else: the cluster keeps what proves it.
///
/// @param name           what people call it; the author of what is done with it
/// @param proof          SHA-256 of the secret, 64 hexadecimal digits in lower case. The secret has 256 random bits, so
///                       a slow function, as for passwords, would protect nothing
/// @param roles          what it allows, at least one
/// @param expiresSeconds since 1970, when it ends to be valid, by the wall clock of the node that is asked
public record ApiToken(String name, String proof, SortedSet<Role> roles, long expiresSeconds) {
    /// The end of the year 9999: what comes later is no time that people mean.
    private static final long LATEST_SECONDS = 253_402_300_799L;

    private static final long DAY_SECONDS = 86_400;

    public ApiToken {
        DefinitionRules.name("token name", name);
        if (!proof.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("token " + name + ": the proof is not 64 hexadecimal digits");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("token " + name + " allows nothing: give it a role");
        }
        if (expiresSeconds < 1 || expiresSeconds > LATEST_SECONDS) {
            throw new IllegalArgumentException(
                    "token " + name + " must expire at some time between 1970 and the year 9999");
        }
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /// The day on which it ends to be valid, in UTC.
    public String lastDay() {
        return LocalDate.ofEpochDay(expiresSeconds / DAY_SECONDS).toString();
    }

    /// What it allows, and until when, for people. Of the proof nothing is ever said.
    public String words() {
        return roles.stream().map(Role::word).collect(Collectors.joining(" and ")) + ", until " + lastDay();
    }

    /// Without the proof: whatever is printed by mistake, that is not.
    @Override
    public String toString() {
        return "token " + name + " (" + words() + ")";
    }
}

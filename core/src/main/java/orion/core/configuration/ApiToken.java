package orion.core.configuration;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Lets a program ask the cluster from elsewhere. The secret itself is known to whoever got it when it was made, and to
/// nobody else: the cluster keeps what proves it.
///
/// @param name           what people call it; the author of what is done with it
/// @param proof          SHA-256 of the secret, 64 hexadecimal digits in lower case. The secret has 256 random bits, so
///                       a slow function, as for passwords, would protect nothing
/// @param roles          what it allows, at least one
/// @param expiresSeconds since 1970, when it ends to be valid, by the wall clock of the node that is asked
public record ApiToken(String name, String proof, SortedSet<Role> roles, long expiresSeconds) {
    public ApiToken {
        DefinitionRules.name("token name", name);
        if (!proof.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("token " + name + ": the proof is not 64 hexadecimal digits");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("token " + name + " allows nothing: give it a role");
        }
        if (expiresSeconds < 1) {
            throw new IllegalArgumentException("token " + name + " must expire at some time");
        }
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }
}

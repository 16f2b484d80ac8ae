package orion.node.access;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.Role;

/// Which role each verb of a request needs. What is not in here is denied.
public final class Rights {
    private static final SortedMap<String, Role> NEEDED = needed();

    private Rights() {}

    private static SortedMap<String, Role> needed() {
        SortedMap<String, Role> needed = new TreeMap<>();
        put(needed, Role.VIEWER, "status", "events", "explain", "what-if", "lint", "history", "keys");
        put(needed, Role.OPERATOR, "online", "offline", "migrate", "alert", "maintenance");
        put(needed, Role.ADMINISTRATOR, "apply", "delete", "capacity", "rollback", "confirm", "remove-node");
        // They tell whole definitions, or let one guess at them, and those may hold passwords of services.
        put(needed, Role.ADMINISTRATOR, "check", "export", "diff");
        put(needed, Role.ADMINISTRATOR, "leave", "join", "down", "rotate-keys", "confirm-off", "fence");
        put(needed, Role.ADMINISTRATOR, "access-list", "access-add", "access-remove");
        // Whoever brings a host of their own into the cluster has its keys, and may be its master.
        put(needed, Role.SCRIPT_AUTHOR, "token");
        return Collections.unmodifiableSortedMap(needed);
    }

    private static void put(SortedMap<String, Role> needed, Role role, String... verbs) {
        for (String verb : verbs) {
            needed.put(verb, role);
        }
    }

    /// The role that a verb needs; empty where nobody knows the verb.
    public static Optional<Role> neededFor(String verb) {
        return Optional.ofNullable(NEEDED.get(verb));
    }

    /// Every verb there is.
    public static SortedSet<String> verbs() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(NEEDED.keySet()));
    }
}

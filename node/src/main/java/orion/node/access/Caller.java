package orion.node.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.Role;

/// Who asks, as this node has found out itself, whatever the caller says.
///
/// @param name  the user of the operating system as the kernel knows it, or `token NAME`: no user has a blank in its
///              name, so nobody takes one for the other
/// @param roles what it may do
/// @param place from where it asks, such as `at 10.0.0.9`; empty where nobody has looked
public record Caller(String name, SortedSet<Role> roles, String place) {
    public Caller {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /// Somebody of whom it is not known from where.
    public Caller(String name, SortedSet<Role> roles) {
        this(name, roles, "");
    }

    /// Whoever may open the command socket of this node owns the host, and may do everything.
    public static Caller ofThisHost(String user) {
        return new Caller(user, new TreeSet<>(EnumSet.allOf(Role.class)), "on this host");
    }

    /// Who shows a token of that name.
    static Caller ofToken(String name, SortedSet<Role> roles) {
        return new Caller("token " + name, roles);
    }

    /// The same one, who asks from that address.
    public Caller at(String address) {
        return new Caller(name, roles, "at " + address);
    }

    /// Who it is and from where, for people.
    String shown() {
        return (name.isBlank() ? "nobody" : name) + (place.isEmpty() ? "" : " " + place);
    }

    /// Whether it may do what that role allows. An administrator may do what an operator may, and all see; to change
    /// what runs as root is part of no other role.
    public boolean may(Role role) {
        return switch (role) {
            case VIEWER -> roles.contains(Role.VIEWER) || may(Role.OPERATOR);
            case OPERATOR -> roles.contains(Role.OPERATOR) || may(Role.ADMINISTRATOR);
            case ADMINISTRATOR -> roles.contains(Role.ADMINISTRATOR);
            case SCRIPT_AUTHOR -> roles.contains(Role.SCRIPT_AUTHOR) && roles.contains(Role.ADMINISTRATOR);
        };
    }
}

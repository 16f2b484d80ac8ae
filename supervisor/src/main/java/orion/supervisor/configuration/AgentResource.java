package orion.supervisor.configuration;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// The resource of a cluster to which an agent belongs: it may run only where that is loaded.
///
/// @param name      of the resource
/// @param address   the resource's own, which moves with it; the agent answers there, and so does its gwha
/// @param moveAfter after so many starts in vain the cluster is asked to move the resource; 0 for never
public record AgentResource(String name, Optional<InetAddress> address, int moveAfter) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    /// The monitor gives up after one more; beyond that the cluster would never be asked.
    public static final int MOST_STARTS = 4;

    /// What the section of an agent says; nothing where it belongs to no resource.
    static Optional<AgentResource> read(IniSection section) throws ConfigurationFault {
        Optional<String> name = section.text("resource");
        if (name.isEmpty()) {
            for (String key : new String[] {"address", "move-after"}) {
                if (section.text(key).isPresent()) {
                    throw section.fault(key, key + " goes with resource =, which is missing; add the resource's name");
                }
            }
            return Optional.empty();
        }
        if (!ALLOWED.matcher(name.get()).matches()) {
            throw section.fault(
                    "resource",
                    "'" + name.get() + "' cannot be a resource; write its name as 'orion resources' shows it");
        }
        return Optional.of(new AgentResource(
                name.get(),
                address(section),
                section.number("move-after", 0, 0, MOST_STARTS, "starts, for the monitor gives up after five,")));
    }

    private static Optional<InetAddress> address(IniSection section) throws ConfigurationFault {
        Optional<String> text = section.text("address");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (ADDRESS.matcher(text.get()).matches()) {
                return Optional.of(InetAddress.ofLiteral(text.get()));
            }
        } catch (IllegalArgumentException notOne) {
            // Told below.
        }
        throw section.fault(
                "address", "address takes the resource's own address, such as 10.0.0.20, not '" + text.get() + "'");
    }

    /// A resource has one address, and no other resource has it.
    void refuseOtherAddress(IniSection section, AgentDefinition other) throws ConfigurationFault {
        Optional<AgentResource> others = other.resource();
        if (others.isEmpty()) {
            return;
        }
        boolean sameName = others.get().name().equals(name);
        if (sameName && !others.get().address().equals(address)) {
            throw section.fault(
                    "address",
                    "[" + other.location() + "] of the same resource has "
                            + others.get()
                                    .address()
                                    .map(InetAddress::getHostAddress)
                                    .map("address = "::concat)
                                    .orElse("no address")
                            + "; all agents of a resource have the same");
        }
        if (!sameName && address.isPresent() && others.get().address().equals(address)) {
            throw section.fault(
                    "address",
                    "[" + other.location() + "] of the resource " + others.get().name()
                            + " has this address; each resource has its own, which moves with it");
        }
    }
}

package orion.node.part;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import orion.core.configuration.PartDefinition;

/// A pool of licences that moves with its resource: a table of the packet filter that refuses connections beyond their
/// number. It is loaded before the address that it guards, so no connection is missed. What a dead daemon left behind
/// limits nobody, since the address is elsewhere then; the next load on that host replaces it.
final class LicencesPart implements Part {
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(10);
    // Nothing of the text comes from outside but numbers, an address and a name of letters, digits, _ and -.
    private static final String REPLACE = "printf '%s' \"$1\" | nft -f -";

    private final PartDefinition.Licences definition;
    private final PartContext context;
    private final Enclosure enclosure;
    private final Tools tools;

    LicencesPart(PartDefinition.Licences definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.enclosure = context.enclosure("tools");
        this.tools = context.tools(enclosure);
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        context.requireRoot(label());
        tools.require(
                "%s could not be put in force; is the program nft there (Debian: apt install nftables)?"
                        .formatted(label()),
                deadline.atMost(TOOL_LIMIT),
                "sh",
                "-c",
                REPLACE,
                "orion",
                rules());
        enclosure.release();
        return "%d connections to %s at a time".formatted(definition.units(), definition.address());
    }

    /// The whole table, in one transaction with the removal of one that may be there.
    private String rules() {
        String family = definition.address().indexOf(':') >= 0 ? "ip6" : "ip";
        String ports = definition.ports().isEmpty()
                ? "meta l4proto tcp"
                : "tcp dport { "
                        + definition.ports().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " }";
        return """
                table inet %1$s { }
                delete table inet %1$s
                table inet %1$s {
                    chain connections {
                        type filter hook input priority filter; policy accept;
                        %2$s daddr %3$s %4$s ct state new ct count over %5$d counter reject with tcp reset
                    }
                }
                """.formatted(table(), family, definition.address(), ports, definition.units());
    }

    private String table() {
        return "orion_" + context.resource() + "_"
                + definition.address().replace('.', '_').replace(':', '_');
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        if (!remove(tools, deadline)) {
            throw new PartFailure("the packet filter's table %s is still there after its removal".formatted(table()));
        }
        enclosure.release();
        return "removed " + label();
    }

    private boolean remove(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        Deadline limit = deadline.atMost(TOOL_LIMIT);
        return !isHere(with, limit)
                || with.run(limit, "nft", "delete", "table", "inet", table()).ok();
    }

    @Override
    public String check(Deadline deadline) throws PartFailure, InterruptedException {
        if (!isHere(tools, deadline.atMost(TOOL_LIMIT))) {
            throw new PartFailure("the packet filter's table %s is gone; somebody removed it".formatted(table()));
        }
        enclosure.release();
        return label() + " are counted";
    }

    private boolean isHere(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        return with.run(deadline, "nft", "list", "table", "inet", table()).ok();
    }

    @Override
    public List<Enclosure> enclosures() {
        return List.of(enclosure);
    }

    @Override
    public boolean abandon(Deadline deadline) throws InterruptedException {
        try {
            return remove(context.cleaner(), deadline);
        } catch (PartFailure failed) {
            return false;
        }
    }

    @Override
    public String label() {
        return definition.label();
    }
}

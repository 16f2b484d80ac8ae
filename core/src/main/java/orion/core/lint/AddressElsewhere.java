package orion.core.lint;

import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// An address that fits no network card of a host that may be asked to carry it.
final class AddressElsewhere {
    static final LintRule RULE = new LintRule(
            "address-elsewhere",
            Severity.WARNING,
            "an address in a network that no card of the host has cannot be loaded there",
            "correct the address, or name the card (`device`)",
            AddressElsewhere::look);

    private AddressElsewhere() {}

    private static void look(Situation situation, Found found) {
        situation.host().filter(host -> !host.cards().isEmpty()).ifPresent(host -> {
            String self = situation.configuration().nameOf(host.self());
            for (ResourceDefinition resource : situation.resources()) {
                if (situation.nodesOf(resource).contains(self)) {
                    resource.parts().stream()
                            .filter(PartDefinition.Address.class::isInstance)
                            .map(PartDefinition.Address.class::cast)
                            .filter(address -> !address.prefix().isLoopback() && !fits(address, host))
                            .forEach(address -> found.resource(
                                    resource,
                                    "parts",
                                    "no network card of " + self + " "
                                            + address.device()
                                                    .map(card -> "is called " + card)
                                                    .orElse("is in the network of " + address.cidr())
                                            + ": it cannot be loaded there",
                                    "correct it: address: ADDRESS/LENGTH, or {address: " + address.cidr()
                                            + ", device: CARD}"));
                }
            }
        });
    }

    private static boolean fits(PartDefinition.Address address, HostFacts host) {
        return host.cards().stream()
                .anyMatch(card -> address.device().isPresent()
                        ? address.device().get().equals(card.name())
                        : card.networks().stream().anyMatch(network -> network.contains(address.prefix())));
    }
}

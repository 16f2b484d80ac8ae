package orion.core.lint;

import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// A unit that systemd starts with the host.
final class UnitEnabled {
    static final LintRule RULE = new LintRule(
            "unit-enabled",
            Severity.DANGER,
            "systemd would start the service on every host at boot, also where the cluster does not want it; the resource refuses to load there",
            "`systemctl disable --now UNIT` on every node",
            UnitEnabled::look);

    private UnitEnabled() {}

    private static void look(Situation situation, Found found) {
        situation.host().ifPresent(host -> {
            for (ResourceDefinition resource : situation.resources()) {
                resource.parts().stream()
                        .filter(PartDefinition.Unit.class::isInstance)
                        .map(part -> ((PartDefinition.Unit) part).unit())
                        .filter(host.enabledUnits()::contains)
                        .forEach(unit -> found.resource(
                                resource,
                                "parts",
                                situation.configuration().nameOf(host.self()) + " starts " + unit
                                        + " at boot by itself, so it may run on two nodes, and is not loaded here",
                                "systemctl disable --now " + unit));
            }
        });
    }
}

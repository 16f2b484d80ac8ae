package orion.core.resource;

import java.util.stream.Collectors;
import orion.core.configuration.ClusterConfiguration;
import orion.core.resource.Maintenance.Scope;
import orion.core.resource.RequestRules.Verdict;

/// What asking for maintenance, and for its end, changes in the agreed state.
final class MaintenanceRules {
    private final ClusterState state;
    private final ClusterConfiguration configuration;

    MaintenanceRules(ClusterState state) {
        this.state = state;
        this.configuration = state.configuration();
    }

    Verdict begin(Request.BeginMaintenance request) {
        Scope scope = request.scope();
        long millis = request.millis();
        if (!scope.existsIn(configuration)) {
            return new Verdict(false, state, missing(scope));
        }
        if (millis < 1 || (millis > Maintenance.LONGEST_MILLIS && millis != Maintenance.UNTIL_ENDED)) {
            return new Verdict(
                    false,
                    state,
                    "there is no maintenance "
                            + (millis < 1 ? "without any time" : Maintenance.inWords(millis))
                            + "; name a time of up to 366 days, or none and end it yourself");
        }
        return new Verdict(
                true,
                state.withMaintenance(state.maintenance().with(scope, millis)),
                scope.title(configuration) + " is in maintenance " + scope.lasting(millis, configuration)
                        + ": nothing is started, moved or restarted by itself");
    }

    Verdict end(Request.EndMaintenance request) {
        Scope scope = request.scope();
        if (!scope.existsIn(configuration)) {
            return new Verdict(false, state, missing(scope));
        }
        Maintenance rest = state.maintenance().without(scope);
        String others = rest.leftMillis().keySet().stream()
                .map(other -> other.title(configuration))
                .collect(Collectors.joining(", "));
        String still = others.isEmpty() ? "" : "; still in maintenance: " + others;
        return rest.equals(state.maintenance())
                ? new Verdict(true, state, scope.title(configuration) + " is not in maintenance; nothing to do" + still)
                : new Verdict(
                        true,
                        state.withMaintenance(rest),
                        "maintenance of " + scope.title(configuration) + " is over" + still);
    }

    private String missing(Scope scope) {
        return "there is no " + scope.title(configuration) + " in cluster " + configuration.clusterName()
                + "; 'orion status' lists nodes and resources";
    }
}

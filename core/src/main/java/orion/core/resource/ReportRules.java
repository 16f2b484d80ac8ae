package orion.core.resource;

import java.util.Optional;
import java.util.function.Function;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.RequestRules.Verdict;

/// What the reports of the nodes mean: an ordered load or unload has ended, a resource stopped by itself.
final class ReportRules {
    private final ClusterState state;

    ReportRules(ClusterState state) {
        this.state = state;
    }

    private Verdict reported(String name, Member member, long action, Function<ResourceState, Verdict> judgement) {
        ResourceState found = state.resources().get(name);
        if (found == null || found.action() != action || !found.at().equals(Optional.of(member))) {
            return accept(state, "stale");
        }
        return judgement.apply(found);
    }

    Verdict ended(Request.ActionDone done) {
        return reported(done.resource(), done.member(), done.action(), found -> ended(found, done));
    }

    Verdict failed(Request.Failed failed) {
        return reported(failed.resource(), failed.member(), failed.action(), found -> failed(found, failed));
    }

    private Verdict ended(ResourceState resource, Request.ActionDone done) {
        String where = " on " + nameOf(done.member().node()) + ": " + done.reason();
        return switch (resource.phase()) {
            case LOADING ->
                accept(
                        state.with(
                                done.succeeded()
                                        ? loaded(resource, done)
                                        : notLoaded(resource, done.dirty(), "could not be loaded" + where)),
                        "noted");
            case UNLOADING ->
                accept(
                        state.with(
                                done.succeeded()
                                        ? resource.unloaded()
                                        : resource.comatose(done.dirty(), "could not be unloaded" + where)),
                        "noted");
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, RUNNING, STOPPED, COMATOSE -> accept(state, "stale");
        };
    }

    private static ResourceState loaded(ResourceState resource, Request.ActionDone done) {
        ResourceState running = resource.running(done.atSeconds());
        return running.with(running.tally().loadedIn(done.tookMillis()));
    }

    /// What is to be offline needs no person because its load has failed: it only must leave nothing behind.
    private static ResourceState notLoaded(ResourceState resource, boolean dirty, String why) {
        if (resource.wantedOnline()) {
            return resource.comatose(dirty, why);
        }
        return dirty
                ? resource.unloading("taken offline; it " + why)
                : resource.inactive(Phase.OFFLINE, "taken offline; it " + why);
    }

    /// A failure may overtake the report that the load has ended: it says that as well. In maintenance it does not
    /// count (rules R1, R9): whoever works on something stops it, and it would be given up for that later.
    private Verdict failed(ResourceState resource, Request.Failed failed) {
        if (resource.phase() != Phase.RUNNING && resource.phase() != Phase.LOADING) {
            return accept(state, "stale");
        }
        String what = failed.symptom().words() + " on " + nameOf(failed.member().node()) + ": " + failed.reason();
        int counts = state.maintenance().covers(resource) ? 0 : 1;
        return accept(state.with(resource.stopped(resource.failures() + counts, what)), "noted");
    }

    private String nameOf(NodeId node) {
        return state.configuration().nameOf(node);
    }

    private Verdict accept(ClusterState next, String text) {
        return new Verdict(true, next, text);
    }
}

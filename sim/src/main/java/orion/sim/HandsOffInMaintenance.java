package orion.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// Where maintenance covers a resource, nobody orders it to load or unload, and nobody gives it up, unless a person
/// asked for something that concerns it (rule R1).
final class HandsOffInMaintenance implements Invariant {
    private final SortedMap<StateId, ClusterState> made = new TreeMap<>();
    /// How many requests a person made that concern a resource, since it was last seen without maintenance. Those that
    /// were refused do not count.
    private final SortedMap<String, Integer> asked = new TreeMap<>();
    /// How many of all that concern it have no answer yet: what was asked for before maintenance began, while
    /// there was no master, may come after.
    private final SortedMap<String, Integer> unanswered = new TreeMap<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.Asked(Request request)) {
            concerned(request).ifPresent(resource -> {
                asked.merge(resource, 1, Integer::sum);
                unanswered.merge(resource, 1, Integer::sum);
            });
        } else if (fact instanceof Fact.Refused(Request request)) {
            concerned(request).ifPresent(resource -> {
                oneLess(asked, resource);
                oneLess(unanswered, resource);
            });
        } else if (fact instanceof Fact.Accepted(Request request)) {
            concerned(request).ifPresent(resource -> oneLess(unanswered, resource));
        }
        if (fact instanceof Fact.StateMade(var _, ClusterState state) && made.putIfAbsent(state.id(), state) == null) {
            StateId id = state.id();
            ClusterState before = made.get(new StateId(id.generation(), id.version() - 1));
            if (before != null) {
                judge(before, state);
            }
            made.headMap(new StateId(id.generation() - 1, 0)).clear();
        }
    }

    private static void oneLess(SortedMap<String, Integer> counts, String resource) {
        counts.computeIfPresent(resource, (_, many) -> many > 1 ? many - 1 : null);
    }

    private static Optional<String> concerned(Request request) {
        return switch (request) {
            case Request.Online online -> Optional.of(online.resource());
            case Request.Offline offline -> Optional.of(offline.resource());
            case Request.Migrate migrate -> Optional.of(migrate.resource());
            case Request.Answer answer -> Optional.of(answer.resource());
            case Request.PutResource put -> Optional.of(put.definition().name());
            case Request.DeleteResource delete -> Optional.of(delete.resource());
            // Who is leaving stands in the state.
            case Request.Leave _, Request.Down _ -> Optional.empty();
            case Request.AddNode _,
                    Request.RemoveNode _,
                    Request.SetCapacity _,
                    Request.BeginMaintenance _,
                    Request.EndMaintenance _,
                    Request.ActionDone _,
                    Request.Failed _ -> Optional.empty();
        };
    }

    private void judge(ClusterState before, ClusterState after) {
        for (ResourceState now : after.resources().values()) {
            ResourceState then = before.resources().get(now.name());
            if (then == null || !after.maintenance().covers(now)) {
                asked.remove(now.name());
                Optional.ofNullable(unanswered.get(now.name())).ifPresent(many -> asked.put(now.name(), many));
            } else if (before.maintenance().covers(then) && isAct(then, now) && !isWished(before, after, then)) {
                throw new InvariantBroken(
                        HandsOffInMaintenance.class,
                        now.name() + " is in maintenance, and nobody asked for what state " + after.id() + " brings: "
                                + then + " becomes " + now);
            }
        }
    }

    private static boolean isAct(ResourceState then, ResourceState now) {
        boolean stood = then.phase() == Phase.RUNNING || then.phase() == Phase.STOPPED;
        return now.action() != then.action() || (stood && now.phase() == Phase.COMATOSE);
    }

    /// What was asked for may stand in the state before; who leaves also in the one after, with what follows from it.
    private boolean isWished(ClusterState before, ClusterState after, ResourceState then) {
        return asked.containsKey(then.name())
                || !then.wantedOnline()
                || then.moveTo().isPresent()
                || then.at()
                        .map(at -> before.leaving().contains(at.node())
                                || after.leaving().contains(at.node()))
                        .orElse(false);
    }
}

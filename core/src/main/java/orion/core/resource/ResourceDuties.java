package orion.core.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.Input;
import orion.core.Outbox;
import orion.core.Output;
import orion.core.Output.Order;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Member;

/// What the agreed state orders this node to do: each load and unload is begun once and its outcome reported
/// to the master until the agreed state shows it.
public final class ResourceDuties {
    private static final int LONGEST_REASON = 500;

    private record Begun(long action, Order order, long at) {}

    private final Member self;
    private final SortedMap<String, Begun> begun = new TreeMap<>();
    private final SortedMap<String, ResourceDefinition> held = new TreeMap<>();
    /// Never changed, but replaced: others keep it.
    private SortedSet<String> heldBack = Collections.emptySortedSet();

    public ResourceDuties(Member self) {
        this.self = self;
    }

    /// A state was made. A resource that is deleted and created again counts its orders from the beginning, and both
    /// may be made in one step, so that no orders are carried out between.
    void made(ClusterState state) {
        begun.keySet().retainAll(state.resources().keySet());
    }

    /// Begins what the agreed state orders and has not been begun.
    ///
    /// @param mayStart whether everybody excluded is proven gone; loading waits for it, unloading does not
    /// @return whether a load is held back because it may not start yet
    public boolean perform(long now, ClusterState state, boolean mayStart, Outbox outbox) {
        SortedSet<String> waiting = Collections.emptySortedSet();
        for (ResourceState resource : due(state)) {
            Order order = order(resource).orElseThrow();
            if (order == Order.LOAD && !mayStart) {
                waiting = waiting.isEmpty() ? new TreeSet<>() : waiting;
                waiting.add(resource.name());
                continue;
            }
            // What is unloaded is what was loaded, even if it is to consist of something else since; how, is as it is
            // defined now.
            ResourceDefinition before = held.get(resource.name());
            ResourceDefinition defined = state.configuration().resource(resource.name());
            ResourceDefinition loaded =
                    order == Order.LOAD || before == null ? defined : defined.withParts(before.parts());
            held.put(resource.name(), loaded);
            begun.put(resource.name(), new Begun(resource.action(), order, now));
            outbox.add(new Output.RunAction(loaded, order, resource.action()));
        }
        heldBack = waiting;
        return !waiting.isEmpty();
    }

    /// What is ordered and not begun, those of a higher priority first (rule R7). Asked in every step, and nearly
    /// always there is nothing.
    private List<ResourceState> due(ClusterState state) {
        List<ResourceState> due = List.of();
        for (ResourceState resource : state.resources().values()) {
            Begun last = begun.get(resource.name());
            if (order(resource).isPresent() && (last == null || last.action() < resource.action())) {
                due = due.isEmpty() ? new ArrayList<>() : due;
                due.add(resource);
            }
        }
        if (due.size() > 1) {
            due.sort(Comparator.comparingInt(resource -> -priority(state, resource)));
        }
        return due;
    }

    private static int priority(ClusterState state, ResourceState resource) {
        return state.configuration()
                .resource(resource.name())
                .policy()
                .placement()
                .priority();
    }

    /// The resources whose load waited at the last look, because it may not start yet.
    public SortedSet<String> heldBack() {
        return Collections.unmodifiableSortedSet(heldBack);
    }

    private Optional<Order> order(ResourceState resource) {
        if (resource.at().isEmpty() || !resource.at().get().equals(self)) {
            return Optional.empty();
        }
        return switch (resource.phase()) {
            case LOADING -> Optional.of(Order.LOAD);
            case UNLOADING -> Optional.of(Order.UNLOAD);
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, RUNNING, STOPPED, COMATOSE -> Optional.empty();
        };
    }

    /// The report of an action that has ended.
    public Request.ActionDone ended(long now, Input.ActionEnded ended) {
        Begun last = begun.get(ended.resource());
        boolean nothingLeft = last != null && !ended.dirty() && (last.order() == Order.UNLOAD || !ended.succeeded());
        if (nothingLeft) {
            held.remove(ended.resource());
        }
        return new Request.ActionDone(
                ended.resource(),
                self,
                ended.action(),
                ended.succeeded(),
                ended.dirty(),
                ended.atSeconds(),
                last == null ? 0 : Math.clamp(now - last.at(), 0, Integer.MAX_VALUE),
                shortened(ended.reason()));
    }

    /// Reasons are kept in the agreed state of every node: enough for a person, never a whole log.
    static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }

    /// Whether this node may have any part of any resource active.
    public boolean holdsAnything() {
        return !held.isEmpty();
    }
}

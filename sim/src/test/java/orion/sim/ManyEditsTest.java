package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Role;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;

/// A thousand edits while nodes crash, lose their power and their network: none that was acknowledged is lost, none is
/// made in part, and their numbers are one chain (rule H1). No token comes back whose removal was acknowledged.
final class ManyEditsTest {
    private static final int EDITS = 1_000;
    private static final List<Fault.Kind> KINDS = List.of(
            Fault.Kind.POWER_CUT,
            Fault.Kind.DAEMON_CRASH,
            Fault.Kind.UNPLUG,
            Fault.Kind.POWER_CUT_OF_ALL,
            Fault.Kind.FREEZE,
            Fault.Kind.BOARD_SLOW);

    @Test
    void noneOfAThousandEditsIsLostOrMadeInPart() {
        Run run = new Run(11);

        run.all();

        assertThat(run.acknowledged.size()).isGreaterThan(EDITS / 2);
        assertThat(run.removals).isGreaterThan(EDITS / 20);
        assertThat(run.state().configuration().version()).isGreaterThanOrEqualTo(run.acknowledged.lastKey());
        // What the last one that was acknowledged said of each object is so, unless a later one changed it.
        run.lastSaid.forEach((name, said) -> {
            if (run.sureSince.getOrDefault(name, 0L) > 0) {
                assertThat(Optional.ofNullable(
                                run.state().configuration().resources().get(name)))
                        .as(name)
                        .isEqualTo(said);
            }
        });
    }

    /// One cluster, its faults, and somebody who edits without pause.
    private static final class Run implements Invariant {
        private final TroubledCluster troubled;
        private final SplitMix random;
        private final SimCluster cluster;
        private final SortedMap<Long, Edit> made = new TreeMap<>();
        private final SortedMap<Long, Request.Edit> acknowledged = new TreeMap<>();
        /// What the newest edit of a resource that was asked for made of it.
        private final SortedMap<String, Optional<ResourceDefinition>> lastSaid = new TreeMap<>();
        /// The number of the edit that did, where it was acknowledged and nothing was asked for since.
        private final SortedMap<String, Long> sureSince = new TreeMap<>();
        /// How many removals of tokens were acknowledged; [RevokedForGood] watches what becomes of them.
        private int removals;

        Run(long seed) {
            this.troubled = new TroubledCluster(seed, Plan.story(5, 2, true, 1), KINDS, this);
            this.random = troubled.random();
            this.cluster = troubled.cluster();
        }

        ClusterState state() {
            return troubled.state();
        }

        @Override
        public void note(Fact fact) {
            if (fact instanceof Fact.StateMade(var _, ClusterState state)) {
                state.edits().newest().ifPresent(edit -> made.put(edit.number(), edit));
            } else if (fact instanceof Fact.EditAcknowledged(Request.Edit edit, long number)) {
                acknowledged.put(number, edit);
                removals += edit.changes().getFirst() instanceof Change.RemoveToken ? 1 : 0;
                touched(edit)
                        .forEach(name -> sureSince.computeIfPresent(
                                name, (_, before) -> edit.atSeconds() == -before ? number : before));
            }
        }

        void all() {
            troubled.boots();
            for (int i = 0; i < EDITS; i++) {
                if (i % 25 == 0) {
                    troubled.trouble();
                }
                edit();
                troubled.pass(random.between(1L, 900L));
            }
            troubled.heals(60_000);
        }

        private void edit() {
            Optional<NodeId> member = cluster.anyMember();
            if (member.isEmpty()) {
                return;
            }
            if (random.chance(250)) {
                cluster.state().ifPresent(state -> cluster.ask(member.get(), token(state)));
                return;
            }
            List<Change> changes = new ArrayList<>();
            for (int number = random.between(1, 8); number <= 8; number += random.between(1, 8)) {
                NodeId node = new NodeId(random.between(1, 5));
                changes.add(
                        random.chance(850)
                                ? new Change.PutResource(Plan.added(number, node))
                                : new Change.DeleteResource("x" + number));
            }
            Request.Edit edit = Edits.of(changes.toArray(Change[]::new));
            long ticket = cluster.ask(member.get(), random.chance(500) ? Edits.restarting(edit) : edit);
            for (Change change : changes) {
                String name = change.namedResource().orElseThrow();
                lastSaid.put(
                        name,
                        change instanceof Change.PutResource(ResourceDefinition put)
                                ? Optional.of(put)
                                : Optional.empty());
                sureSince.put(name, -ticket);
            }
        }

        /// Of few names, so that what is repeated meets what was done since.
        private Request.Edit token(ClusterState state) {
            String name = "t" + random.between(1, 3);
            return state.configuration().tokens().containsKey(name)
                    ? Edits.removeToken(name)
                    : Edits.addToken(
                            name,
                            random.next() >>> 1,
                            Role.VIEWER,
                            state.configuration().version());
        }

        private static List<String> touched(Request.Edit edit) {
            return edit.changes().stream()
                    .flatMap(change -> change.namedResource().stream())
                    .toList();
        }
    }
}

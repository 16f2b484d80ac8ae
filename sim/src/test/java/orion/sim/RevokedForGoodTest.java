package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Author;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Role;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;
import orion.core.resource.StateId;

/// That it is noticed when a token comes back whose removal a person could rely on.
final class RevokedForGoodTest {
    private static final ClusterConfiguration EMPTY = Plan.story(2, 0, true, 1).configuration();
    private static final ApiToken CI = token("ci", 1);

    private final RevokedForGood invariant = new RevokedForGood();

    private static ApiToken token(String name, int secret) {
        return new ApiToken(name, "%064x".formatted(secret), new TreeSet<>(List.of(Role.VIEWER)), 1_800_000_000L);
    }

    /// A state of the generation that edit led to.
    private static ClusterState state(long generation, long version, long edit, String by, ApiToken... tokens) {
        ClusterConfiguration configuration = EMPTY.withVersion(edit);
        for (ApiToken token : tokens) {
            configuration = configuration.withToken(token);
        }
        Edit made = Edit.of(edit, new Author("person", "n1", by), 0, Stream.of(by), List.of("token ci"));
        return new ClusterState(
                new StateId(generation, version),
                1,
                true,
                configuration,
                RecentEdits.NONE.with(made),
                ClusterState.initial(configuration).resources(),
                new TreeSet<>(),
                Maintenance.NONE);
    }

    private void made(ClusterState state) {
        invariant.note(new Fact.StateMade(new Member(new NodeId(1), 1), state));
    }

    private void acknowledged(long edit) {
        Request.Edit any = new Request.Edit(List.of(), new Author("person", "n1", ""), 0, OptionalLong.empty(), false);
        invariant.note(new Fact.EditAcknowledged(any, edit));
    }

    private void removedInEdit3() {
        made(state(1, 1, 2, "added", CI));
        made(state(1, 2, 3, "removed"));
    }

    @Test
    void inTheSameGenerationOrALaterOne() {
        removedInEdit3();
        acknowledged(3);

        assertThatCode(() -> made(state(1, 3, 4, "another", token("ci", 2)))).doesNotThrowAnyException();
        assertThatThrownBy(() -> made(state(1, 4, 5, "back", CI)))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining(
                        "has token ci (viewer, until 2027-01-15), which was removed for good in state 1/2");
        assertThatThrownBy(() -> made(state(2, 0, 2, "added", CI))).isInstanceOf(InvariantBroken.class);
    }

    @Test
    void whoeverIsLateMayStillHaveIt() {
        removedInEdit3();
        acknowledged(3);

        assertThatCode(() -> made(state(1, 1, 2, "added", CI))).doesNotThrowAnyException();
    }

    @Test
    void nobodyReliesOnARemovalThatWasNotAcknowledged() {
        removedInEdit3();
        acknowledged(2);

        assertThatCode(() -> made(state(2, 0, 2, "added", CI))).doesNotThrowAnyException();
        // The number is given again, to an edit that removes nothing.
        made(state(2, 1, 3, "another", CI));
        acknowledged(3);
        assertThatCode(() -> made(state(2, 2, 4, "later", CI))).doesNotThrowAnyException();
    }
}

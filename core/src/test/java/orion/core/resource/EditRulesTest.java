package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.edit;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// Edits are made whole or not at all, have one order, and restart nothing without leave.
final class EditRulesTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"), resource("mail"));
    private static final List<PartDefinition> OTHER_PARTS = List.of(new PartDefinition.Unit("other.service"));

    private static RequestRules.Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>()).judge(request);
    }

    private static ClusterState web(Phase phase) {
        return STATE.with(in(phase, "web", N1));
    }

    private static Request.Edit restarting(Request.Edit edit) {
        return new Request.Edit(edit.changes(), edit.author(), edit.atSeconds(), edit.basedOn(), true);
    }

    private static Request.Edit basedOn(long number, Request.Edit edit) {
        return new Request.Edit(
                edit.changes(), edit.author(), edit.atSeconds(), OptionalLong.of(number), edit.restart());
    }

    private static ResourceDefinition otherParts(String name) {
        return resource(name).withParts(OTHER_PARTS);
    }

    @Test
    void anEditOfManyThingsIsOneAndTellsWhoDidWhat() {
        RequestRules.Verdict made = judge(
                edit(
                        new Change.PutResource(resource("db", "n3")),
                        new Change.PutResource(resource("web", "n3")),
                        new Change.PutResource(resource("mail"))),
                STATE);

        assertThat(made.text()).isEqualTo("edit 2: db created; web changed");
        assertThat(made.state().configuration().version()).isEqualTo(2);
        assertThat(made.state().edits().edits())
                .containsExactly(new Edit(
                        2,
                        put(resource("db")).author(),
                        1_700_000_000L,
                        "db created, web changed",
                        List.of("resource db", "resource web")));
    }

    @Test
    void allThatIsWrongIsSaidAndNothingIsDone() {
        RequestRules.Verdict refused = judge(
                edit(
                        new Change.PutResource(resource("db", "n9")),
                        new Change.PutResource(resource("new")),
                        new Change.DeleteResource("mail"),
                        new Change.DeleteResource("wiki")),
                STATE.with(in(Phase.RUNNING, "mail", N2)));

        assertThat(refused.accepted()).isFalse();
        assertThat(refused.text())
                .contains("mail is Running; take it offline", "no resource wiki", "resource db prefers node n9");
        assertThat(refused.state().configuration()).isEqualTo(STATE.configuration());
    }

    @Test
    void whatBelongsTogetherMayComeInAnyOrder() {
        ResourceDefinition app = after("app", "db");

        assertThat(judge(edit(new Change.PutResource(app), new Change.PutResource(resource("db"))), STATE)
                        .text())
                .isEqualTo("edit 2: app created; db created");
    }

    private static ResourceDefinition after(String name, String other) {
        ResourceDefinition plain = resource(name);
        return new ResourceDefinition(
                name,
                plain.parts(),
                List.of(),
                60,
                60,
                ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.comingAfter(List.of(other))));
    }

    @Test
    void whatChangesNothingIsNoEdit() {
        RequestRules.Verdict same = judge(put(resource("web", "n1", "n2")), STATE);

        assertThat(same.accepted()).isTrue();
        assertThat(same.state()).isSameAs(STATE);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aPolicyIsChangedInWhateverPhaseAndNothingIsOrdered(Phase phase) {
        ClusterState before = web(phase);

        RequestRules.Verdict changed = judge(put(resource("web", "n3")), before);

        assertThat(changed.text()).isEqualTo("edit 2: web changed");
        assertThat(changed.state().resources()).isEqualTo(before.resources());
    }

    @Test
    void whatRunsIsRestartedForOtherPartsOnlyWithLeave() {
        ClusterState running = web(Phase.RUNNING);

        RequestRules.Verdict refused = judge(put(otherParts("web")), running);
        assertThat(refused.text())
                .isEqualTo("web runs on n1, and other parts mean that it is restarted there;"
                        + " say --restart if that may be now");

        RequestRules.Verdict made = judge(restarting(put(otherParts("web"))), running);
        assertThat(made.text()).isEqualTo("edit 2: web changed and restarted");
        ResourceState restarted = made.state().resource("web");
        assertThat(restarted.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(restarted.moveTo()).isEqualTo(Optional.of(N1));
        assertThat(made.state().resource("mail")).isEqualTo(running.resource("mail"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"RUNNING", "LOADING"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatDoesNotRunTakesOtherPartsWithoutMore(Phase phase) {
        RequestRules.Verdict made = judge(put(otherParts("web")), web(phase));

        assertThat(made.text()).isEqualTo("edit 2: web changed");
        assertThat(made.state().resource("web")).isEqualTo(web(phase).resource("web"));
    }

    @Test
    void whatIsBeingLoadedOrTakenOfflineIsWaitedFor() {
        assertThat(judge(restarting(put(otherParts("web"))), web(Phase.LOADING)).text())
                .isEqualTo("web is being loaded; change its parts when that is done");
        ClusterState unwanted = STATE.with(in(Phase.RUNNING, "web", N1).wanting(false, Optional.empty()));
        assertThat(judge(restarting(put(otherParts("web"))), unwanted).text())
                .isEqualTo("web is being taken offline; change its parts when that is done");
    }

    @Test
    void whatIsTogetherIsNotParted() {
        ClusterState together = web(Phase.RUNNING)
                .with(in(Phase.COMATOSE, "mail", N1))
                .with(ResourceState.created("mail", true)
                        .loading(ExampleCluster.life(N1), "started")
                        .comatose(true, "could not be unloaded"));

        RequestRules.Verdict refused =
                judge(edit(new Change.PutResource(apart("web")), new Change.PutResource(apart("mail"))), together);

        assertThat(refused.text())
                .contains("web cannot be kept apart now: n1 has mail", "mail cannot be kept apart now: n1 has web");
        assertThat(judge(edit(new Change.PutResource(apart("web"))), together).accepted())
                .isTrue();
    }

    private static ResourceDefinition apart(String name) {
        return new ResourceDefinition(
                name,
                resource(name).parts(),
                List.of(),
                60,
                60,
                ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.apartIn(List.of("sites"))));
    }

    @Test
    void whoHasNotSeenWhatWasChangedMeanwhileIsToldWhoDidIt() {
        ClusterState once = judge(put(resource("web", "n3")), STATE).state();
        ClusterState twice = judge(put(resource("db")), once).state();

        assertThat(judge(basedOn(1, put(resource("web", "n2"))), twice).text())
                .isEqualTo("resource web was changed meanwhile: edit 2 by anna on n1 (web changed);"
                        + " look at it again, then decide anew");
        assertThat(judge(basedOn(2, put(resource("web", "n2"))), twice).text()).isEqualTo("edit 4: web changed");
        assertThat(judge(basedOn(1, put(resource("mail", "n2"))), twice).text()).isEqualTo("edit 4: mail changed");
        assertThat(judge(basedOn(1, put(resource("web", "n3"))), twice).text())
                .as("asked for again")
                .isEqualTo("web is unchanged");
        assertThat(judge(basedOn(9, put(resource("mail", "n2"))), twice).text())
                .isEqualTo("there is no edit 9; the newest is 3");
    }

    @Test
    void whoSawWhatWasThereLongAgoMustLookAgain() {
        ClusterState next = STATE;
        for (int i = 0; i <= RecentEdits.MOST; i++) {
            next = judge(put(resource("db", i % 2 == 0 ? "n1" : "n2")), next).state();
        }

        assertThat(next.edits().edits()).hasSize(RecentEdits.MOST);
        assertThat(judge(basedOn(1, put(resource("web", "n2"))), next).text())
                .startsWith("so much was edited since edit 1");
        assertThat(judge(basedOn(2, put(resource("web", "n2"))), next).accepted())
                .isTrue();
    }
}

package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.capacity;
import static orion.core.resource.ExampleCluster.delete;
import static orion.core.resource.ExampleCluster.edit;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.onTrial;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.remove;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Amounts;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.Trial;
import orion.core.resource.RequestRules.Verdict;

/// An edit on trial is confirmed or undone, whole, and nothing else is edited meanwhile (rule H4).
final class TrialRulesTest {
    private static final long MINUTE = 60_000;
    private static final ClusterState WANTED = state(resource("web", "n1", "n2"), resource("mail"));
    private static final ClusterState STATE =
            WANTED.with(WANTED.resource("mail").wanting(false, Optional.empty()));
    private static final List<PartDefinition> OTHER_PARTS = List.of(new PartDefinition.Unit("other.service"));

    private static Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>()).judge(request);
    }

    private static ClusterState over(ClusterState state) {
        return state.withTrial(state.edits().trial().map(trial -> trial.after(Trial.LONGEST_MILLIS)));
    }

    private static ClusterState next(ClusterState state) {
        return new TrialRules(generationOf(N1, N2, N3), new TreeSet<>()).next(state, "n3");
    }

    private static Request.Edit confirm(long number) {
        return edit(new Change.Confirm(number));
    }

    private static Request.Edit undo(long number) {
        return edit(new Change.Undo(number));
    }

    private static Edit newest(ClusterState state) {
        return state.edits().newest().orElseThrow();
    }

    private static Request.Edit ofAllKinds() {
        return edit(
                new Change.PutResource(resource("web", "n3")),
                new Change.PutResource(resource("db")),
                new Change.DeleteResource("mail"),
                new Change.SetCapacity(N2, new Amounts(new TreeMap<>(Map.of("cpu", 4)))));
    }

    @Test
    void whoMakesOneIsToldHowToKeepIt() {
        Verdict made = judge(put(resource("web", "n3")).confirmedWithin(5 * MINUTE), STATE);

        assertThat(made.text())
                .isEqualTo("edit 2: web changed; it is undone in 5 min unless 'orion confirm 2' comes before");
    }

    @Test
    void whatNobodyConfirmsIsUndoneWhenItsTimeIsOver() {
        ClusterState tried = onTrial(5 * MINUTE, ofAllKinds(), STATE);
        assertThat(next(tried)).isSameAs(tried);

        ClusterState undone = next(over(tried));

        assertThat(undone.configuration()).isEqualTo(STATE.configuration().withVersion(3));
        assertThat(undone.edits().trial()).isEmpty();
        assertThat(newest(undone).summary())
                .startsWith("edit 2 was not confirmed within 5 min, mail created, web changed, db deleted");
        assertThat(newest(undone).author().words()).isEqualTo("orion on n3");
    }

    @Test
    void allMembersWorkOutTheSame() {
        ClusterState tried = onTrial(5 * MINUTE, ofAllKinds(), STATE);
        ClusterState counted = tried.withTrial(tried.edits().trial().map(trial -> trial.after(MINUTE)));
        ClusterState last = STATE;

        for (ClusterState after : List.of(tried, counted, over(tried), next(over(tried)))) {
            Transaction change = Transaction.between(last, after);
            assertThat(change.trial().map(Trial::undo).orElse(List.of())).isEmpty();
            ClusterState made = change.applyTo(last);
            assertThat(made).isEqualTo(after.withId(made.id()));
            last = made;
        }
    }

    @Test
    void whatItDeletedStaysOfflineAsItWas() {
        ClusterState undone = next(over(onTrial(MINUTE, delete("mail"), STATE)));

        assertThat(undone.resource("mail").wantedOnline()).isFalse();
    }

    @Test
    void whatIsConfirmedIsKept() {
        ClusterState tried = onTrial(MINUTE, put(resource("web", "n3")), STATE);

        Verdict kept = judge(confirm(2), tried);

        assertThat(kept.text()).isEqualTo("edit 3: edit 2 is confirmed");
        assertThat(kept.state().configuration()).isEqualTo(tried.configuration().withVersion(3));
        assertThat(kept.state().edits().trial()).isEmpty();
        assertThat(newest(kept.state()).touched()).containsExactly("edit 2");
        assertThat(judge(confirm(2), kept.state()).text()).isEqualTo("edit 2 is confirmed already");
        assertThat(judge(undo(2), kept.state()).text())
                .isEqualTo("edit 2 is not on trial; after it came edit 3 by anna on n1 (edit 2 is confirmed);"
                        + " 'orion history' tells of all edits");
    }

    @Test
    void whoIsTooLateIsToldWhatCameOfIt() {
        ClusterState undone = next(over(onTrial(MINUTE, put(resource("web", "n3")), STATE)));

        Verdict late = judge(confirm(2), undone);

        assertThat(late.accepted()).isFalse();
        assertThat(late.text())
                .isEqualTo("edit 2 is not on trial; after it came edit 3 by orion on n3 (edit 2 was not confirmed"
                        + " within 1 min, web changed); 'orion history' tells of all edits");
        assertThat(judge(confirm(7), undone).text()).startsWith("edit 7 is not on trial; 'orion history'");
    }

    @Test
    void itIsUndoneAtOnceForWhoAsks() {
        Verdict undone = judge(undo(2), onTrial(MINUTE, put(resource("web", "n3")), STATE));

        assertThat(undone.text()).isEqualTo("edit 3: edit 2 is undone");
        assertThat(undone.state().configuration())
                .isEqualTo(STATE.configuration().withVersion(3));
        assertThat(newest(undone.state()).author().user()).isEqualTo("anna");
    }

    @Test
    void nothingElseIsEditedMeanwhile() {
        ClusterState tried = onTrial(MINUTE, put(resource("web", "n3")), STATE);

        Verdict refused = judge(put(resource("mail", "n1")), tried);

        assertThat(refused.accepted()).isFalse();
        assertThat(refused.text())
                .isEqualTo("edit 2 by anna on n1 (web changed) is on trial; first keep it with 'orion confirm 2' or"
                        + " undo it with 'orion confirm 2 --undo'");
        assertThat(judge(put(resource("web", "n3")), tried).text())
                .as("that it is so already is no promise that it stays so")
                .isEqualTo(refused.text());
        assertThat(judge(put(resource("web", "n3")).confirmedWithin(MINUTE), tried)
                        .text())
                .isEqualTo("web is unchanged");
        assertThat(judge(put(resource("mail")), tried).text()).isEqualTo("mail is unchanged");
        assertThat(judge(new Request.Online("web", Optional.empty()), tried).accepted())
                .isTrue();
        assertThat(judge(edit(new Change.Confirm(2), new Change.DeleteResource("mail")), tried)
                        .accepted())
                .isFalse();
    }

    @Test
    void whatItCreatedAndCannotBeStoppedIsLeftToAPersonAndSaid() {
        ClusterState tried = onTrial(MINUTE, put(resource("db")), STATE);
        ClusterState running = tried.with(in(Phase.RUNNING, "db", N1));
        ClusterState stopping = next(over(running));
        assertThat(stopping.resource("db").wantedOnline()).isFalse();

        ClusterState failed = stopping.with(
                stopping.resource("db").unloading("taken offline").comatose(true, "could not be unloaded on n1"));
        ClusterState told = next(failed);

        assertThat(told.resource("db")).as("once is enough").isEqualTo(failed.resource("db"));
        assertThat(told.edits().trial().orElseThrow().obstacle())
                .isEqualTo("what it created is taken offline first: db, which could not be unloaded on n1 (see to the"
                        + " cause, then 'orion offline db')");
        assertThat(next(told)).isEqualTo(told);
    }

    @Test
    void nothingIsStoppedWhereTheRestCannotBeUndone() {
        ClusterState state = state(apart(resource("web", "n1", "n2")), apart(resource("mail")));
        Request.Edit together =
                edit(new Change.PutResource(resource("web", "n1", "n2")), new Change.PutResource(resource("db")));
        ClusterState tried = onTrial(MINUTE, together, state)
                .with(in(Phase.RUNNING, "web", N1))
                .with(in(Phase.RUNNING, "mail", N1))
                .with(in(Phase.RUNNING, "db", N1));

        ClusterState waits = next(over(tried));

        assertThat(waits.resource("db")).isEqualTo(tried.resource("db"));
        assertThat(waits.edits().trial().orElseThrow().obstacle()).contains("web cannot be kept apart now");
    }

    @Test
    void whatSomebodyMaintainsIsNotStoppedBecauseTimeIsOver() {
        ClusterState tried = onTrial(MINUTE, put(resource("db")), STATE).with(in(Phase.RUNNING, "db", N1));
        ClusterState maintained = judge(
                        new Request.BeginMaintenance(new Maintenance.Scope.Resource("db"), Maintenance.UNTIL_ENDED),
                        tried)
                .state();

        ClusterState waits = next(over(maintained));

        assertThat(waits.resource("db")).isEqualTo(maintained.resource("db"));
        assertThat(waits.edits().trial().orElseThrow().obstacle()).isEqualTo("in maintenance: db");
        ClusterState ended = judge(new Request.EndMaintenance(new Maintenance.Scope.Resource("db")), waits)
                .state();
        assertThat(next(ended).resource("db").wantedOnline()).isFalse();
        assertThat(judge(undo(2), maintained).state().resource("db").wantedOnline())
                .as("a person is obeyed")
                .isFalse();
    }

    @Test
    void whoConfirmsTooLateIsToldWhatIsOfflineAlready() {
        ClusterState tried = onTrial(MINUTE, put(resource("db")), STATE).with(in(Phase.RUNNING, "db", N1));

        Verdict late = judge(confirm(2), next(over(tried)));

        assertThat(late.text())
                .isEqualTo("edit 3: edit 2 is confirmed; what it created was taken offline already: 'orion online db'"
                        + " brings it back");
    }

    @Test
    void whoRepeatsThatItIsToBeUndoneIsToldThatItIs() {
        ClusterState tried = onTrial(MINUTE, put(resource("web", "n3")), STATE);
        ClusterState undone = judge(undo(2), tried).state();

        assertThat(judge(undo(2), undone).text()).isEqualTo("edit 2 is undone already");
    }

    @Test
    void itsTimeHasLimitsAndNodesHaveNoTrial() {
        Request.Edit change = put(resource("web", "n3"));

        assertThat(judge(change.confirmedWithin(9_999), STATE).text())
                .isEqualTo("an edit can be confirmed within 10 s to 1 d, not within 10 s");
        assertThat(judge(change.confirmedWithin(Trial.LONGEST_MILLIS + 1), STATE)
                        .text())
                .contains("not within 1 d 1 s");
        assertThat(judge(change.confirmedWithin(-1), STATE).accepted()).isFalse();
        assertThat(judge(remove(N4).confirmedWithin(MINUTE), STATE).text()).contains("on trial");
    }

    @Test
    void whatItCreatedIsTakenOfflineBeforeItIsUndone() {
        ClusterState tried = onTrial(MINUTE, put(resource("db")), STATE);
        ClusterState running = over(tried.with(in(Phase.RUNNING, "db", N2)));

        ClusterState waits = next(running);

        assertThat(waits.resource("db").wantedOnline()).isFalse();
        assertThat(waits.configuration()).isEqualTo(tried.configuration());
        assertThat(waits.edits().trial().orElseThrow().obstacle())
                .isEqualTo("what it created is taken offline first: db");
        assertThat(next(waits)).as("it is not tried again and again").isSameAs(waits);
        ClusterState offline = waits.with(waits.resource("db").unloaded());
        assertThat(next(offline).configuration())
                .isEqualTo(STATE.configuration().withVersion(3));

        Verdict asked = judge(undo(2), tried.with(in(Phase.RUNNING, "db", N2)));
        assertThat(asked.text())
                .isEqualTo("edit 2 is undone as soon as it can be: what it created is taken offline" + " first: db");
        assertThat(newest(next(asked.state().with(asked.state().resource("db").unloaded())))
                        .author()
                        .user())
                .isEqualTo("anna");
    }

    @Test
    void whatRunsWithThePartsOnTrialIsRestarted() {
        ClusterState tried = onTrial(MINUTE, put(resource("web", "n1", "n2").withParts(OTHER_PARTS)), STATE);

        ClusterState undone = next(over(tried.with(in(Phase.RUNNING, "web", N1))));

        assertThat(undone.resource("web").phase()).isEqualTo(Phase.UNLOADING);
        assertThat(undone.resource("web").wantedOnline()).isTrue();
    }

    @Test
    void whatCannotBeUndoneIsToldAndUndoneAsSoonAsItCan() {
        ResourceDefinition apart = apart(resource("web", "n1", "n2"));
        ClusterState state = state(apart, apart(resource("mail")));
        ClusterState tried = onTrial(MINUTE, put(resource("web", "n1", "n2")), state)
                .with(in(Phase.RUNNING, "web", N1))
                .with(in(Phase.RUNNING, "mail", N1));

        ClusterState waits = next(over(tried));

        assertThat(waits.configuration()).isEqualTo(tried.configuration());
        assertThat(waits.edits().trial().orElseThrow().obstacle())
                .contains("web cannot be kept apart now", "move one of them first with 'orion migrate'");
        assertThat(next(waits)).isEqualTo(waits);
        assertThat(judge(confirm(2), waits).accepted()).isTrue();
        assertThat(next(waits.with(in(Phase.RUNNING, "mail", N2))).configuration())
                .isEqualTo(state.configuration().withVersion(3));
    }

    private static ResourceDefinition apart(ResourceDefinition plain) {
        return new ResourceDefinition(
                plain.name(),
                plain.parts(),
                plain.preferredNodes(),
                60,
                60,
                ResourcePolicy.USUAL.with(PlacementPolicy.USUAL.apartIn(List.of("group"))));
    }

    @Test
    void aColdStartKeepsItOnTrial() {
        ClusterState tried = onTrial(MINUTE, put(resource("web", "n3")), STATE);

        assertThat(tried.coldStart(7).edits()).isEqualTo(tried.edits());
    }

    @Test
    void whatWouldNotFitTheBoardWithWhatUndoesItIsRefused() {
        List<ResourceDefinition> wide = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            wide.add(resource("r" + i).withParts(command("y")));
        }
        ClusterState full = state(wide.toArray(ResourceDefinition[]::new));
        List<Change> others = new ArrayList<>();
        for (ResourceDefinition definition : wide) {
            others.add(new Change.PutResource(definition.withParts(command("x"))));
        }
        Request.Edit all = edit(others.toArray(Change[]::new));

        assertThat(judge(all, full).accepted()).isTrue();
        assertThat(judge(all.confirmedWithin(MINUTE), full).text())
                .contains("with what undoes them", "the white board holds at most");
    }

    private static List<PartDefinition> command(String character) {
        return List.of(new PartDefinition.Command(List.of("/bin/" + character.repeat(550))));
    }

    @Test
    void aCapacityGoesBack() {
        Amounts four = new Amounts(new TreeMap<>(Map.of("cpu", 4)));
        ClusterState undone = next(over(onTrial(MINUTE, capacity(N2, four), STATE)));

        assertThat(undone.configuration().node(N2).capacity()).isEqualTo(Amounts.NONE);
    }
}

package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.edit;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.onTrial;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Role;
import orion.core.configuration.Trial;

/// Tokens are added and removed by edits, and whoever takes one away can rely on that.
final class TokenEditsTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"));
    private static final ApiToken CI = token("ci", 'a', Role.OPERATOR);

    private static ApiToken token(String name, char digit, Role... roles) {
        String proof = String.valueOf(digit).repeat(64);
        return new ApiToken(name, proof, new TreeSet<>(List.of(roles)), 1_800_000_000L);
    }

    private static RequestRules.Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>()).judge(request);
    }

    /// By somebody who saw the cluster as it was made.
    private static Request.Edit add(ApiToken token) {
        return add(1, token);
    }

    private static Request.Edit add(long seen, ApiToken token) {
        Request.Edit edit = edit(new Change.PutToken(token));
        return new Request.Edit(edit.changes(), edit.author(), edit.atSeconds(), OptionalLong.of(seen), false);
    }

    private static Request.Edit remove(String name) {
        return edit(new Change.RemoveToken(name));
    }

    private static ClusterState with(ApiToken... tokens) {
        ClusterState next = STATE;
        for (ApiToken token : tokens) {
            next = judge(add(next.configuration().version(), token), next).state();
        }
        return next;
    }

    @Test
    void theHistoryTellsWhatItAllowsAndUntilWhen() {
        RequestRules.Verdict added = judge(add(CI), STATE);

        assertThat(added.text()).isEqualTo("edit 2: token ci: added, operator, until 2027-01-15");
        assertThat(added.state().configuration().tokens())
                .containsOnlyKeys("ci")
                .containsValue(CI);
        Edit edit = added.state().edits().newest().orElseThrow();
        assertThat(edit.summary()).isEqualTo("token ci: added, operator, until 2027-01-15");
        assertThat(edit.touched()).containsExactly("token ci");
        assertThat(added.state().resources()).isEqualTo(STATE.resources());

        RequestRules.Verdict removed = judge(remove("ci"), added.state());
        assertThat(removed.text()).isEqualTo("edit 3: token ci: removed");
        assertThat(removed.state().configuration().tokens()).isEmpty();
    }

    @Test
    void whoAsksForTheSameAgainIsToldThatItIsDone() {
        ClusterState once = with(CI);

        RequestRules.Verdict again = judge(add(CI), once);

        assertThat(again.text()).isEqualTo("token ci is unchanged");
        assertThat(again.state()).isSameAs(once);
    }

    @Test
    void noTokenBecomesAnotherOneUnawares() {
        assertThat(judge(add(token("ci", 'b', Role.OPERATOR)), with(CI)).text())
                .isEqualTo("there is already a token ci (operator, until 2027-01-15); choose another name, or first"
                        + " remove that one with 'orion access remove ci'");
    }

    @Test
    void twoWithOneSecretAreRefused() {
        assertThat(judge(add(token("cd", 'a', Role.VIEWER)), with(CI)).text())
                .isEqualTo("token ci has the same secret; each needs one of its own");
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        assertThat(judge(remove("cd"), with(CI)).text())
                .isEqualTo("there is no token cd; 'orion access list' names those there are");
    }

    @Test
    void noMoreAreKeptThanTheConfigurationHolds() {
        ClusterState full = STATE;
        for (int i = 0; i < ClusterConfiguration.MOST_TOKENS; i++) {
            String proof = "%064x".formatted(i);
            ApiToken next = new ApiToken("t" + i, proof, new TreeSet<>(List.of(Role.VIEWER)), 1_800_000_000L);
            full = judge(add(full.configuration().version(), next), full).state();
        }

        assertThat(full.configuration().tokens()).hasSize(ClusterConfiguration.MOST_TOKENS);
        assertThat(judge(add(65, CI), full).text()).startsWith("there are 64 tokens, and no more can be kept");
        ClusterState room = judge(remove("t7"), full).state();
        assertThat(judge(add(66, CI), room).accepted()).isTrue();
    }

    @Test
    void whatWasRemovedIsNotBroughtBackByARequestThatIsRepeated() {
        Request.Edit asked = add(CI);
        ClusterState once = judge(asked, STATE).state();
        ClusterState removed = judge(remove("ci"), once).state();

        assertThat(judge(asked, once).text()).isEqualTo("token ci is unchanged");
        assertThat(judge(asked, removed).text())
                .startsWith("token ci was changed meanwhile: edit 2 by anna on n1 (token ci: added, operator,");
        ClusterState longAgo = removed;
        for (int i = 0; i < RecentEdits.MOST; i++) {
            longAgo = judge(put(resource("db", i % 2 == 0 ? "n1" : "n2")), longAgo)
                    .state();
        }
        assertThat(judge(asked, longAgo).text()).startsWith("so much was edited since edit 1");
        assertThat(judge(edit(new Change.PutToken(CI)), removed).text())
                .isEqualTo("token ci cannot be added by an edit that does not say which one was seen last");
    }

    @Test
    void neitherComesNorGoesOnTrial() {
        String refused = "nodes and tokens cannot be added or removed on trial";

        assertThat(judge(add(CI).confirmedWithin(60_000), STATE).text()).isEqualTo(refused);
        assertThat(judge(remove("ci").confirmedWithin(60_000), with(CI)).text()).isEqualTo(refused);
    }

    @Test
    void oneIsRemovedAtOnceAlsoWhileAnEditIsOnTrial() {
        ClusterState tried = onTrial(60_000, put(resource("db")), with(CI, token("old", 'b', Role.VIEWER)));

        RequestRules.Verdict removed = judge(remove("ci"), tried);

        assertThat(removed.text()).isEqualTo("edit 5: token ci: removed");
        ClusterState after = removed.state();
        assertThat(after.edits().trial()).isEqualTo(tried.edits().trial());
        assertThat(Transaction.between(tried, after).applyTo(tried).edits()).isEqualTo(after.edits());
        String onTrial = "edit 4 by anna on n1 (db created) is on trial; first keep it with 'orion confirm 4'";
        assertThat(judge(put(resource("mail")), after).text()).startsWith(onTrial);
        assertThat(judge(add(5, CI), after).text()).as("none is added").startsWith(onTrial);
        assertThat(judge(edit(new Change.RemoveToken("old"), new Change.DeleteResource("web")), after)
                        .text())
                .contains(onTrial);
        assertThat(judge(remove("old").confirmedWithin(60_000), after).accepted())
                .isFalse();
    }

    @Test
    void whatWasRemovedMeanwhileStaysRemovedHoweverTheTrialEnds() {
        ClusterState tried = onTrial(60_000, put(resource("db")), with(CI, token("old", 'b', Role.VIEWER)));
        ClusterState removed = judge(remove("ci"), tried).state();
        Request.Edit undo = edit(new Change.Undo(4));
        Request.Edit confirm = edit(new Change.Confirm(4));

        RequestRules.Verdict undone = judge(undo, removed);
        assertThat(undone.text()).isEqualTo("edit 6: edit 4 is undone");
        assertThat(undone.state().configuration())
                .isEqualTo(with(token("old", 'b', Role.VIEWER)).configuration().withVersion(6));
        assertThat(judge(undo, undone.state()).text()).isEqualTo("edit 4 is undone already");
        assertThat(judge(confirm, undone.state()).text())
                .startsWith("edit 4 is not on trial; after it came edit 6 by anna on n1 (edit 4 is undone, ");

        RequestRules.Verdict kept = judge(confirm, removed);
        assertThat(kept.text()).isEqualTo("edit 6: edit 4 is confirmed");
        assertThat(kept.state().configuration())
                .isEqualTo(removed.configuration().withVersion(6));
        assertThat(judge(confirm, kept.state()).text()).isEqualTo("edit 4 is confirmed already");
    }

    @Test
    void anEditStaysOnTrialWhenNobodyRemembersItsAuthorAnyMore() {
        ClusterState next = STATE;
        for (int i = 1; i <= RecentEdits.MOST; i++) {
            String name = "t" + i;
            next = judge(add(i, token(name, (char) ('0' + i), Role.VIEWER)), next)
                    .state();
        }
        next = onTrial(60_000, put(resource("db")), next);
        for (int i = 1; i <= RecentEdits.MOST; i++) {
            next = judge(remove("t" + i), next).state();
        }

        assertThat(judge(put(resource("mail")), next).text())
                .startsWith("edit 8 is on trial; first keep it with 'orion confirm 8'");
        assertThat(judge(edit(new Change.Confirm(8)), next).text()).isEqualTo("edit 15: edit 8 is confirmed");
    }

    @Test
    void whatUndoesAnEditLeavesTokensAlone() {
        ClusterConfiguration before = with(CI, token("old", 'b', Role.VIEWER)).configuration();
        ClusterConfiguration after = before.withoutToken("old").withToken(token("new", 'c', Role.VIEWER));

        assertThat(Trial.undo(before, after)).isEmpty();
    }

    @Test
    void theyAreThereAfterAnUndoneEditAndAfterEveryOtherOne() {
        ClusterState tried = onTrial(60_000, put(resource("db")), with(CI));
        ClusterState undone = judge(edit(new Change.Undo(3)), tried).state();

        assertThat(undone.configuration().resources()).doesNotContainKey("db");
        assertThat(undone.configuration().version()).isEqualTo(4);
        assertThat(undone.configuration().tokens()).containsOnlyKeys("ci");
        ClusterConfiguration others = undone.configuration()
                .withoutNode(N3)
                .withoutResource("web")
                .withNodesOf(STATE.configuration())
                .withVersion(9);
        assertThat(others.tokens()).containsOnlyKeys("ci");
        assertThat(undone.coldStart(2).configuration().tokens()).containsOnlyKeys("ci");
    }
}

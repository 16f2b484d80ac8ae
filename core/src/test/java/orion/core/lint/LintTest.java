package orion.core.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.lint.Harbour.usual;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.Amounts;

/// Each rule finds what it is for, and not what is next to it; a sound cluster is left in peace.
final class LintTest {
    static Stream<Case> cases() {
        return Stream.of(HostCases.cases(), ResourceCases.cases(), TokenCases.cases())
                .flatMap(each -> each);
    }

    private static List<Finding> by(String rule, Harbour harbour) {
        return Lint.findings(harbour.situation()).stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRuleFindsWhatItIsForAndNotTheNearestGoodSetting(Case example) {
        assertThat(by(example.rule(), example.bad())).anySatisfy(finding -> {
            assertThat(finding.object()).isEqualTo(example.object());
            assertThat(finding.text()).contains(example.words()).doesNotEndWith(".");
            assertThat(finding.cure()).isNotBlank().doesNotEndWith(".");
        });
        assertThat(by(example.rule(), example.good())).isEmpty();
    }

    @Test
    void everyRuleHasACaseAndANameOfItsOwn() {
        List<String> names = Lint.rules().stream().map(LintRule::name).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
        assertThat(cases().map(Case::rule).distinct()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aSoundClusterIsLeftInPeace() {
        Harbour sound = Harbour.of(3, usual("web"), usual("db", "n1", "n2"), usual("mail", "n2", "n3", "n1"))
                .loadedIn("web", 12_000);

        assertThat(Lint.findings(sound.situation())).isEmpty();
        assertThat(Lint.findings(Harbour.of(2, usual("web")).quorum(1, 60).situation()))
                .isEmpty();
        assertThat(Lint.findings(Harbour.of(1).situation())).isEmpty();
    }

    @Test
    void aClusterAsItIsMadeByDefaultGetsAdviceAtMost() {
        Harbour plain = Harbour.of(3, usual("web")).boards(1).quorum(1, 60);

        assertThat(Lint.findings(plain.situation()))
                .extracting(Finding::rule)
                .containsExactly("one-board-disk", "quorum-of-one");
        assertThat(Lint.findings(plain.situation(), Severity.WARNING)).isEmpty();
    }

    @Test
    void aDemonstrationOnOneHostIsNotToldOfHosts() {
        Harbour demonstration = new Harbour()
                .node(1, "127.0.0.11", Amounts.NONE)
                .node(2, "127.0.0.12", Amounts.NONE)
                .with(usual("web"))
                .boards(1)
                .times(200, 1_500)
                .quorum(1, 0);

        assertThat(demonstration.situation().isDemonstration()).isTrue();
        assertThat(Lint.findings(demonstration.situation())).isEmpty();
    }

    @Test
    void whatNobodyKnowsIsNotGuessed() {
        Harbour unseen = Harbour.of(3, usual("web")).seenByNobody();

        assertThat(Lint.findings(unseen.situation())).isEmpty();
    }

    @Test
    void theWorstComesFirstAndTheOrderIsAlwaysTheSame() {
        Harbour bad = Harbour.of(3, usual("web", "n1"), usual("db", "n1"), usual("app", "n1"))
                .boards(1);
        List<Finding> findings = Lint.findings(bad.situation());

        assertThat(findings)
                .extracting(finding -> finding.rule() + " " + finding.object())
                .containsExactly(
                        "one-node-only resource app",
                        "one-node-only resource db",
                        "one-node-only resource web",
                        "one-board-disk cluster harbour",
                        "one-favourite node n1");
        assertThat(Lint.rules()).extracting(LintRule::severity).isSorted();
    }
}

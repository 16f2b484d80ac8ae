package orion.core.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Looks for settings that are valid and dangerous. What it finds depends on the [Situation] alone, and so does the
/// order: the worst first, then by rule as they are listed here, then by object.
public final class Lint {
    private static final List<LintRule> RULES = List.of(
            VolumeOfTwo.RULE,
            UnitEnabled.RULE,
            AgentStartsAtBoot.RULE,
            NoWatchdog.RULE,
            RebootAtOnce.RULE,
            BoardOnData.RULE,
            BoardBesideData.RULE,
            BoardSharesFate.RULE,
            QuorumNotAwaited.RULE,
            ToleranceNearHeartbeat.RULE,
            NoWatchdogFits.RULE,
            FencingIncomplete.RULE,
            OneNodeOnly.RULE,
            GroupTooLarge.RULE,
            DownAfterLoss.RULE,
            OverloadedAfterLoss.RULE,
            NoNodeHasRoom.RULE,
            KillsAllNodes.RULE,
            FailbackHasty.RULE,
            StopOutlastsUnload.RULE,
            UnloadOutlastsShutdown.RULE,
            LoadTimeoutTight.RULE,
            FailuresForgotten.RULE,
            Unmonitored.RULE,
            TokenOwnsHosts.RULE,
            GwhaClearText.RULE,
            AddressElsewhere.RULE,
            PassingDeviceName.RULE,
            OneBoardDisk.RULE,
            QuorumOfOne.RULE,
            OneFavourite.RULE,
            StopOrderOutlastsShutdown.RULE,
            WithoutEffect.RULE,
            TokenExpired.RULE,
            TokenLastsLong.RULE);

    private Lint() {}

    /// All rules, those that find the worst first.
    public static List<LintRule> rules() {
        return RULES;
    }

    /// All that is found.
    public static List<Finding> findings(Situation situation) {
        return findings(situation, Severity.ADVICE);
    }

    /// What is found that is at least so bad; nothing else is looked for.
    public static List<Finding> findings(Situation situation, Severity least) {
        List<Finding> findings = new ArrayList<>();
        for (LintRule rule : RULES) {
            if (rule.severity().compareTo(least) <= 0) {
                Found.by(rule, situation).stream()
                        .sorted(Comparator.comparing(Finding::object))
                        .forEach(findings::add);
            }
        }
        return List.copyOf(findings);
    }
}

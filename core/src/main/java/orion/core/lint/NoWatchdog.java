package orion.core.lint;

/// A host that nothing resets when it freezes.
final class NoWatchdog {
    static final LintRule RULE = new LintRule(
            "no-watchdog",
            Severity.DANGER,
            "a host that freezes for longer than the tolerance and comes back may write to shared data before it notices",
            "start the daemon with `--watchdog /dev/watchdog`",
            NoWatchdog::look);

    private NoWatchdog() {}

    private static void look(Situation situation, Found found) {
        if (!situation.hasSeveralHosts() || situation.resources().isEmpty()) {
            return;
        }
        situation
                .host()
                .ifPresent(host -> host.watchdogWeakness()
                        .ifPresent(weakness -> found.object(
                                "node " + situation.configuration().nameOf(host.self()),
                                "",
                                weakness + ": if this host froze for longer than the tolerance and came back, it could"
                                        + " write to shared data before it noticed",
                                "start its daemon with: orion node --watchdog /dev/watchdog")));
    }
}

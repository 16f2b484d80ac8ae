package orion.sim;

/// The guard beside a daemon: when that has died, it stops what the daemon held, and writes its last words (rule E2).
final class Guard {
    private final SimHost host;
    private final SplitMix random;
    private final Watchdog watchdog;
    private boolean atWork;
    private int works;

    Guard(SimHost host, SplitMix random, Watchdog watchdog) {
        this.host = host;
        this.random = random;
        this.watchdog = watchdog;
    }

    /// Whether what a dead daemon held may still be active.
    boolean isAtWork() {
        return atWork;
    }

    /// A daemon died.
    ///
    /// @param then what comes when all it held is stopped
    void daemonDied(Daemon life, Runnable then) {
        atWork = true;
        SimCluster cluster = host.cluster();
        // Rule W3: by the end of the lease it is done, or the host is rebooted.
        works++;
        int mine = works;
        host.laterUnfrozen(host.microsToStop(cluster.plan().timing().stopLimitMillis()), () -> {
            if (atWork && mine == works) {
                host.reset("its guard could not stop everything in time");
            }
        });
        host.laterUnfrozen(random.between(100L, cluster.plan().longestStopMicros()), () -> {
            atWork = false;
            if (cluster.conduct().guardKills()) {
                host.processes().kill();
            }
            watchdog.disarm();
            life.lastBegun()
                    .ifPresent(last ->
                            cluster.board().writeLastWords(cluster.conduct().lastWords(last)));
            then.run();
        });
    }

    void powerCut() {
        atWork = false;
    }
}

package orion.sim;

import java.util.ArrayList;
import java.util.List;
import orion.core.model.Pause;

/// Whether a host is awake, and what waits until it is.
final class HostSleep {
    /// What stands still.
    enum Kind {
        /// the daemon alone
        DAEMON("daemon paused"),
        /// the whole host; its watchdog and its clock go on
        HOST("frozen"),
        /// a virtual machine, its watchdog with it; its clock goes on
        MACHINE("suspended"),
        /// the same, and its clock stands still too
        MACHINE_AND_CLOCK("suspended with its clock");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        private boolean hasWatchdog() {
            return this == MACHINE || this == MACHINE_AND_CLOCK;
        }
    }

    private final SimHost host;
    private final Watchdog watchdog;
    private final List<Runnable> backlog = new ArrayList<>();
    private final List<Runnable> frozenWork = new ArrayList<>();
    private Pause.Cause cause = Pause.Cause.STOPPED;
    private boolean asleep;
    private Kind kind = Kind.DAEMON;
    private long shown;
    private int sleeps;

    HostSleep(SimHost host, Watchdog watchdog) {
        this.host = host;
        this.watchdog = watchdog;
    }

    /// Whether the kernel stands still.
    boolean isFrozen() {
        return asleep && kind != Kind.DAEMON;
    }

    /// Whether the daemon alone does.
    boolean isPaused() {
        return asleep && kind == Kind.DAEMON;
    }

    /// Runs something the daemon does as soon as it is awake.
    void whenAwake(Runnable work) {
        if (asleep) {
            backlog.add(work);
        } else {
            work.run();
        }
    }

    /// Runs something a process beside the daemon does.
    void whenUnfrozen(Runnable work) {
        if (isFrozen()) {
            frozenWork.add(work);
        } else {
            work.run();
        }
    }

    /// @param why what the daemon will find out about it
    void begin(Kind what, Pause.Cause why, long millis) {
        if (asleep) {
            return;
        }
        cause = why;
        asleep = true;
        kind = what;
        sleeps++;
        Timeline timeline = host.cluster().timeline();
        shown = host.time().shows();
        if (kind.hasWatchdog()) {
            watchdog.standsStill();
        } else {
            watchdog.feedingStops();
        }
        host.cluster().log().line(host.id(), kind.words + " for " + millis + " ms");
        excuse();
        int mine = sleeps;
        int boot = host.boots();
        timeline.afterMillis(millis, () -> {
            if (boot == host.boots() && mine == sleeps) {
                end();
            }
        });
    }

    /// Where no watchdog resets it, the host may hold things up to the end of its lease; whatever it holds later is
    /// excused.
    private void excuse() {
        boolean unwatched = !host.cluster().plan().watchdogs() || kind.hasWatchdog();
        if (!asleep || !unwatched || host.leaseUntil() == Long.MIN_VALUE) {
            return;
        }
        if (host.clockMillis() >= host.leaseUntil()) {
            host.cluster().note(new Fact.Overslept(host.id()));
            return;
        }
        int mine = sleeps;
        int boot = host.boots();
        host.cluster().timeline().at(host.clock().simMicros(host.leaseUntil()), () -> {
            if (boot == host.boots() && mine == sleeps) {
                excuse();
            }
        });
    }

    /// The clock does not show what it would have shown.
    void clockChanged() {
        excuse();
    }

    /// Everything that came meanwhile comes now.
    void end() {
        if (!asleep) {
            return;
        }
        host.cluster().log().line(host.id(), "awake again");
        asleep = false;
        Timeline timeline = host.cluster().timeline();
        host.cluster().note(new Fact.Woke(host.id()));
        if (kind == Kind.MACHINE_AND_CLOCK) {
            host.time().stood(host.cluster().conduct().showsAfterStanding(shown));
            host.cluster().note(new Fact.WokeUnaware(host.id()));
        }
        if (kind.hasWatchdog()) {
            watchdog.goesOn();
        }
        host.awake(cause);
        List<Runnable> missed = new ArrayList<>(frozenWork);
        missed.addAll(backlog);
        frozenWork.clear();
        backlog.clear();
        missed.forEach(work -> timeline.after(0, () -> host.whenAwake(work)));
    }

    void powerCut() {
        asleep = false;
        backlog.clear();
        frozenWork.clear();
    }
}

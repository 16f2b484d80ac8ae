package orion.sim;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.Input;
import orion.core.Output;
import orion.core.configuration.ResourceDefinition;
import orion.core.resource.Symptom;

/// What is active on a host: a resource is held from the moment its load begins until its unload has ended or
/// everything was killed.
final class Processes {
    private final SimHost host;
    private final SplitMix random;
    private final SortedMap<String, Long> active = new TreeMap<>();
    private final SortedMap<String, Long> pretended = new TreeMap<>();
    private Scripts scripts = Scripts.GOOD;
    private int killed;

    Processes(SimHost host, SplitMix random) {
        this.host = host;
        this.random = random;
    }

    void behave(Scripts next) {
        scripts = next;
    }

    SortedMap<String, Long> active() {
        return active;
    }

    /// The daemon was told to load or unload: a moment later it does so.
    void order(Daemon daemon, ResourceDefinition resource, Output.Order order, long action) {
        int life = killed;
        host.laterAwake(random.between(0L, 3_000L), () -> {
            if (!daemon.alive() || life != killed) {
                return;
            }
            switch (order) {
                case LOAD -> load(daemon, resource, action);
                case UNLOAD -> unload(daemon, resource, action);
            }
        });
    }

    private void load(Daemon daemon, ResourceDefinition resource, long action) {
        boolean leaseOver = !daemon.leaseValid();
        if (leaseOver && host.cluster().conduct().checksLease()) {
            daemon.take(new Input.ActionEnded(resource.name(), action, false, false, 0, "the lease is over"));
            return;
        }
        host.cluster().note(new Fact.LoadCarriedOut(daemon.self(), resource.name(), leaseOver));
        if (!active.containsKey(resource.name())) {
            host.cluster().note(new Fact.HoldBegan(host.id(), resource.name()));
        }
        active.put(resource.name(), action);
        boolean hangs = random.chance(scripts.hangThousandths());
        boolean fails = hangs || random.chance(scripts.failThousandths());
        boolean dirty = hangs || (fails && random.chance(scripts.dirtyThousandths()));
        long micros = hangs
                ? resource.loadTimeoutSeconds() * 1_000_000L
                : random.between(1_000L, scripts.longestMillis() * 1_000);
        boolean lies = !fails && lies();
        ends(daemon, micros, resource.name(), () -> {
            if (lies || (fails && !dirty)) {
                release(resource.name());
            }
            if (lies) {
                pretends(daemon, resource.name(), action);
            }
            daemon.take(new Input.ActionEnded(
                    resource.name(), action, !fails, dirty, atSeconds(), fails ? "script failed" : ""));
        });
    }

    private long atSeconds() {
        return host.cluster().timeline().now() / 1_000_000;
    }

    private boolean lies() {
        return scripts.lieThousandths() > 0 && random.chance(scripts.lieThousandths());
    }

    /// Nothing runs though the script says so; the daemon's own check finds that out a while later.
    private void pretends(Daemon daemon, String resource, long action) {
        pretended.put(resource, action);
        host.laterUnfrozen(random.between(100_000L, 3_000_000L), () -> {
            if (pretended.remove(resource, action) && daemon.alive()) {
                daemon.take(new Input.ResourceFailed(resource, action, Symptom.BROKEN, "it does not run"));
            }
        });
    }

    private void unload(Daemon daemon, ResourceDefinition resource, long action) {
        pretended.remove(resource.name());
        boolean hangs = random.chance(scripts.hangThousandths());
        boolean fails = hangs || random.chance(scripts.failThousandths());
        long micros = hangs
                ? resource.unloadTimeoutSeconds() * 1_000_000L
                : random.between(1_000L, scripts.longestMillis() * 1_000);
        boolean lies = !fails && lies();
        ends(daemon, micros, resource.name(), () -> {
            if (!fails && (!lies || host.cluster().conduct().killsWhatUnloadLeft())) {
                release(resource.name());
            }
            daemon.take(new Input.ActionEnded(
                    resource.name(), action, !fails, fails, atSeconds(), fails ? "script failed" : ""));
        });
    }

    /// When a script ends, unless it was killed before; the daemon may be asleep then and hears of it later.
    private void ends(Daemon daemon, long micros, String resource, Runnable end) {
        int life = killed;
        host.laterUnfrozen(micros, () -> {
            if (life == killed && (daemon.alive() || active.containsKey(resource))) {
                end.run();
            }
        });
    }

    /// A running resource stops by itself; parts of it stay until it is unloaded.
    void fail(Daemon daemon, String resource) {
        Long action = active.get(resource);
        if (action != null) {
            daemon.take(new Input.ResourceFailed(resource, action, Symptom.ENDED, "it stopped"));
        }
    }

    /// The daemon was told to stop everything by force.
    void stopEverything(Daemon daemon, long micros, boolean proven) {
        killed++;
        int life = killed;
        host.laterAwake(micros, () -> {
            if (!daemon.alive() || life != killed) {
                return;
            }
            if (proven && host.cluster().conduct().stopsWhenTold()) {
                kill();
            }
            host.stopped(daemon, proven);
        });
    }

    /// Nothing is active any more.
    void kill() {
        killed++;
        pretended.clear();
        new TreeSet<>(active.keySet()).forEach(this::release);
        host.cluster().note(new Fact.AllStopped(host.id()));
    }

    private void release(String resource) {
        if (active.remove(resource) != null) {
            host.cluster().note(new Fact.HoldEnded(host.id(), resource));
        }
    }
}

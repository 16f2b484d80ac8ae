package orion.supervisor.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orion.supervisor.agent.RestartPolicy.Decision;
import orion.supervisor.configuration.AgentDefinition;

/// Follows one agent: sleeps while it lives or nobody wants it, starts it again when it dies.
final class AgentGuard implements AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE;
    /// After this it is asked again whether a start is allowed by now.
    private static final long ASK_AGAIN_MILLIS = 5_000;

    private static final long STACK_BYTES = 256L << 10;

    private final Supplier<Optional<AgentDefinition>> newest;
    private final AgentControl control;
    private final Consumer<String> journal;
    private final RestartPolicy policy;
    private final Object changed = new Object();
    private AgentDefinition agent;
    private long changes;
    private String refusal = "";
    private boolean tried;
    private boolean defined = true;
    private volatile boolean closed;
    /// Had by whoever is just starting the agent.
    private final ReentrantLock starting = new ReentrantLock();

    /// @param newest how the agent is defined at this moment; nothing where it is not any more
    AgentGuard(
            AgentDefinition agent,
            Supplier<Optional<AgentDefinition>> newest,
            AgentControl control,
            RestartPolicy.Limits limits,
            Consumer<String> journal) {
        this.agent = agent;
        this.newest = newest;
        this.control = control;
        this.journal = journal;
        this.policy = new RestartPolicy(limits, agent.location().name().hashCode());
        Thread.ofPlatform()
                .daemon()
                .stackSize(STACK_BYTES)
                .name("guard " + agent.location())
                .start(this::run);
    }

    /// Something has changed in the folder of the agents.
    ///
    /// @param now how the agent is defined now
    void look(AgentDefinition now) {
        synchronized (changed) {
            agent = now;
            changes++;
            changed.notifyAll();
        }
    }

    private AgentDefinition agent() {
        synchronized (changed) {
            return agent;
        }
    }

    private void run() {
        String trouble = "";
        while (!closed) {
            try {
                follow();
                trouble = "";
            } catch (AgentFailure | IOException | RuntimeException cannotTell) {
                String why = String.valueOf(cannotTell.getMessage());
                if (!why.equals(trouble)) {
                    journal.accept(agent().location() + " cannot be supervised, which is tried again: " + why);
                }
                trouble = why;
                try {
                    pause(ASK_AGAIN_MILLIS);
                } catch (InterruptedException stop) {
                    return;
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /// One look, and what follows from it.
    private void follow() throws AgentFailure, IOException, InterruptedException {
        long seen = changes();
        switch (state()) {
            case RUNNING -> {
                refusal = "";
                if (tried && control.isStartedByPerson(agent())) {
                    journal.accept(agent().location() + " was started by a person, so its attempts begin anew");
                    forget();
                }
                control.awaitDeath(agent());
            }
            case STOPPED, HELD -> {
                refusal = "";
                forget();
                awaitChange(seen, FOREVER);
            }
            case DEAD -> {
                if (control.isDead(agent())) {
                    if (isStillDefined()) {
                        revive();
                    } else {
                        pauseWhileDead(ASK_AGAIN_MILLIS);
                    }
                }
            }
        }
    }

    /// Nothing tells when the file is changed, so it is looked at before each start. Who has gone from it is left
    /// alone as long as he is: an editor may only be half done with it.
    private boolean isStillDefined() {
        Optional<AgentDefinition> now = newest.get();
        if (now.isEmpty()) {
            if (defined) {
                journal.accept(agent().location() + " is dead and left alone: it is not in gwha.conf any more");
            }
            defined = false;
            return false;
        }
        defined = true;
        synchronized (changed) {
            agent = now.get();
        }
        return true;
    }

    private void forget() {
        policy.forget();
        tried = false;
    }

    private AgentState state() throws AgentFailure {
        return control.status(agent()).state();
    }

    private long changes() {
        synchronized (changed) {
            return changes;
        }
    }

    private void revive() throws AgentFailure, InterruptedException {
        switch (policy.died(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
            case Decision.Restart restart -> {
                tried = true;
                String name = agent().location().name();
                if (refusal.isEmpty()) {
                    journal.accept(name + " is dead; attempt " + restart.attempt() + " to start it"
                            + (restart.pauseMillis() == 0 ? "" : " in " + restart.pauseMillis() / 1000 + " s"));
                }
                pauseWhileDead(restart.pauseMillis());
                start(name);
            }
            case Decision.GiveUp up -> {
                journal.accept(agent().location() + " is given up after " + up.attempts()
                        + " attempts; find the reason in its log, then: grpwise start " + agent().location());
                while (!closed && state() == AgentState.DEAD) {
                    awaitChange(changes(), FOREVER);
                }
                forget();
            }
        }
    }

    private void start(String name) throws AgentFailure, InterruptedException {
        boolean allowed = true;
        starting.lock();
        try {
            if (!closed && isStillDefined() && control.revive(agent())) {
                journal.accept(name + " runs again");
            }
        } catch (AgentFailure failure) {
            // While the start still counts as under way: at the end nobody waits for more.
            allowed = tell(name, failure);
        } finally {
            starting.unlock();
        }
        if (!allowed) {
            forget();
            pauseWhileDead(ASK_AGAIN_MILLIS);
        }
    }

    /// Who may not start it has not tried in vain: he says so once, and asks again until he may.
    ///
    /// @return whether it was allowed
    private boolean tell(String name, AgentFailure failure) {
        String why = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case REFUSED, PLANNED -> {
                if (!why.equals(refusal)) {
                    journal.accept(name + " is left alone: " + why);
                }
                refusal = why;
                yield false;
            }
            case FAILED, NOT_PERMITTED, NOT_INSTALLED, NOT_CONFIGURED -> {
                journal.accept(name + " could not be started: " + why);
                yield true;
            }
        };
    }

    /// Somebody may start or stop it meanwhile; then there is nothing more to wait for.
    private void pauseWhileDead(long millis) throws AgentFailure, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long seen = changes();
        long left = millis;
        while (left > 0 && !closed && state() == AgentState.DEAD) {
            awaitChange(seen, left);
            seen = changes();
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    /// Only the end cuts it short: a fault may itself be such that the folder changes all the time.
    private void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (changed) {
            for (long left = millis;
                    left > 0 && !closed;
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                changed.wait(left);
            }
        }
    }

    private void awaitChange(long seen, long millis) throws InterruptedException {
        long end = millis == FOREVER ? FOREVER : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (changed) {
            while (changes == seen && !closed) {
                if (millis == FOREVER) {
                    changed.wait();
                    continue;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return;
                }
                changed.wait(left);
            }
        }
    }

    /// Waits until it starts nothing, once it is closed.
    ///
    /// @return false at the limit
    boolean awaitEnd(Duration limit) throws InterruptedException {
        if (!starting.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        starting.unlock();
        return true;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (changed) {
            changed.notifyAll();
        }
    }
}

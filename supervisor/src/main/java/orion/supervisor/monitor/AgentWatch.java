package orion.supervisor.monitor;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.supervisor.agent.BackOff;
import orion.supervisor.agent.RestartPolicy;
import orion.supervisor.agent.RestartPolicy.Decision;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// What the monitor knows of one agent and decides about it.
///
/// A poll that shows nothing is confirmed by gwha, which knows whether the process runs: one that does not is
/// started at once. One that runs, or whose process nobody can tell of, is polled again shortly; if that
/// fails too, it hangs, and is restarted.
final class AgentWatch {
    private static final long NEVER = Long.MAX_VALUE;

    private final WatchedAgent agent;
    private final MonitorLimits limits;
    private final RestartPolicy policy;
    private final BackOff unheard;
    private Condition condition = Condition.UNKNOWN;
    private String detail = "not polled yet";
    private long sinceMillis;
    private long nextPollMillis;
    private long pauseMillis;
    private long nextOrderMillis = NEVER;
    private Order nextOrder = Order.START_IF_DOWN;
    private boolean polling;
    private boolean asking;
    private boolean planned;
    private Thresholds.Judgement judged = new Thresholds.Judgement(Condition.UP, "");
    /// What persons believe: the last that they were told aloud.
    private Condition told = Condition.UP;
    /// Which run gwha named last, before the polls that missed it since.
    private String run = "";
    private int misses;
    private int doubts;
    private int attempts;
    /// How often in a row its gwha could not be asked.
    private int unreached;
    /// What has to be up before it is started; nothing where it does not wait for that.
    private Optional<AgentWatch> first = Optional.empty();

    /// @param secondPauseMillis between the first poll and the second one, which keeps agents apart
    AgentWatch(WatchedAgent agent, MonitorLimits limits, long nowMillis, long firstPollMillis, long secondPauseMillis) {
        this.pauseMillis = secondPauseMillis;
        this.agent = agent;
        this.limits = limits;
        this.policy = new RestartPolicy(limits.restarts(), agent.name().hashCode());
        this.unheard = new BackOff(
                limits.restarts().firstPause(),
                limits.restarts().longestPause(),
                agent.name().hashCode());
        this.sinceMillis = nowMillis;
        this.nextPollMillis = firstPollMillis;
    }

    WatchedAgent agent() {
        return agent;
    }

    Condition condition() {
        return condition;
    }

    AgentView view() {
        return new AgentView(agent.name(), agent.host(), condition, detail, sinceMillis, attempts, isAlarmed());
    }

    private boolean isAlarmed() {
        return told != Condition.UP && told != Condition.WARNING;
    }

    /// When something is to be done next.
    long wakeMillis() {
        long poll = polling || asking ? NEVER : nextPollMillis;
        return Math.min(poll, asking || polling ? NEVER : nextOrderMillis);
    }

    /// @param waitsFor tells the agent that must be up first, where there is one
    void tick(long now, Function<WatchedAgent, Optional<AgentWatch>> waitsFor, List<Output> outputs) {
        if (polling || asking) {
            return;
        }
        if (nextOrderMillis <= now) {
            first = waitsFor.apply(agent);
            if (first.isEmpty()) {
                nextOrderMillis = NEVER;
                asking = true;
                outputs.add(new Output.Ask(agent.name(), nextOrder, run));
                return;
            }
            detail = "waits for " + first.get().agent.name();
            nextOrderMillis = now + limits.confirm().toMillis();
        }
        if (nextPollMillis <= now) {
            nextPollMillis = NEVER;
            polling = true;
            outputs.add(new Output.Poll(agent.name()));
        }
    }

    void polled(long now, Verdict verdict, List<Output> outputs) {
        polling = false;
        nextPollMillis = now + pauseMillis;
        pauseMillis = agent.poll().toMillis();
        switch (verdict.sign()) {
            case USEFUL -> up(now, verdict, outputs);
            case UNCLEAR -> unclear(now, verdict, outputs);
            case USELESS, ABSENT -> missed(now, verdict, outputs);
        }
    }

    private void missed(long now, Verdict verdict, List<Output> outputs) {
        misses++;
        doubts = 0;
        if (condition != Condition.REFUSED && unreached == 0) {
            detail = verdict.detail();
        }
        if (nextOrderMillis != NEVER) {
            if (misses > 1) {
                tellWhyNotYet(now, verdict, outputs);
            }
            return;
        }
        if (condition == Condition.GIVEN_UP) {
            nextOrder = Order.LOOK;
            nextOrderMillis = now;
            return;
        }
        if (condition == Condition.REFUSED) {
            // It may be allowed by now; nothing but asking tells.
            attempt(now, Order.START_IF_DOWN, outputs);
            return;
        }
        if (!limits.acting()) {
            if (misses == 1) {
                suspect(now, verdict, outputs);
            } else if (misses == 2) {
                change(now, Condition.DOWN, verdict.detail() + "; nobody restarts it without --hauser", true, outputs);
            }
            return;
        }
        if (misses == 1 && condition != Condition.DOWN) {
            suspect(now, verdict, outputs);
            // Who comes up and is gone again at the next poll is started as seldom as who never comes up.
            attempt(now, Order.START_IF_DOWN, outputs);
        } else {
            fall(now, verdict, outputs);
        }
    }

    /// It is down for certain, and cannot be started yet: that nobody may learn by chance.
    private void tellWhyNotYet(long now, Verdict verdict, List<Output> outputs) {
        if (condition == Condition.DOWN || condition == Condition.GIVEN_UP) {
            return;
        }
        if (unreached > 0) {
            String why = detail;
            change(now, Condition.DOWN, verdict.detail() + "; " + why, true, outputs);
            detail = why;
        } else if (first.isPresent() && !isPlanned() && !first.get().isNoAlarmYet()) {
            String name = first.get().agent.name();
            change(now, Condition.DOWN, verdict.detail() + "; it is started when " + name + " is up", true, outputs);
        }
    }

    /// Whether it is down because of planned work, which alarms nobody.
    private boolean isPlanned() {
        return condition == Condition.REFUSED && planned;
    }

    /// Whether those that wait for it alarm nobody either: it was never looked at, or all of this is planned.
    private boolean isNoAlarmYet() {
        return condition == Condition.UNKNOWN
                || isPlanned()
                || (condition == Condition.SUSPECT
                        && first.isPresent()
                        && first.get().isNoAlarmYet());
    }

    private void up(long now, Verdict verdict, List<Output> outputs) {
        misses = 0;
        doubts = 0;
        dropOrder();
        planned = false;
        unreached = 0;
        if (condition == Condition.GIVEN_UP) {
            policy.forget();
        }
        Thresholds.Judgement before = judged;
        judged = agent.thresholds().judge(verdict);
        if (condition.isUseful()) {
            grade(now, before, outputs);
        } else if (told.isUseful() && judged.condition() != Condition.UP) {
            // Persons know that it is slow; a missed poll in between changes nothing about that.
            change(now, told, judged.sentence(), false, outputs);
        } else {
            // Who was alarmed is told that it is over, whatever came between.
            change(now, Condition.UP, verdict.detail(), told != Condition.UP, outputs);
        }
        detail = judged.sentence();
        attempts = 0;
    }

    /// One answer beyond a limit is none: what the last two have both reached counts, and what both have left. The
    /// first good one ends it.
    private void grade(long now, Thresholds.Judgement before, List<Output> outputs) {
        int rise = judged.condition().compareTo(before.condition());
        Thresholds.Judgement lower = rise > 0 ? before : judged;
        Thresholds.Judgement higher = rise >= 0 || judged.condition() == Condition.UP ? judged : before;
        if (lower.condition().compareTo(condition) > 0) {
            change(now, lower.condition(), lower.sentence(), true, outputs);
        } else if (higher.condition().compareTo(condition) < 0) {
            change(now, higher.condition(), higher.sentence(), true, outputs);
        }
    }

    /// Whether it works nobody can tell, for a reason that no restart cures: a person is told, and it is left alone.
    private void unclear(long now, Verdict verdict, List<Output> outputs) {
        misses = 0;
        doubts++;
        dropOrder();
        detail = verdict.detail();
        if (doubts == 1) {
            if (condition.isUseful() || condition == Condition.UNKNOWN) {
                change(now, Condition.SUSPECT, verdict.detail(), false, outputs);
            }
            nextPollMillis = now + limits.confirm().toMillis();
        } else if (condition != Condition.UNCLEAR) {
            change(now, Condition.UNCLEAR, verdict.detail() + "; no restart cures that", true, outputs);
        }
    }

    private void suspect(long now, Verdict verdict, List<Output> outputs) {
        change(now, Condition.SUSPECT, verdict.detail(), false, outputs);
        nextPollMillis = now + limits.confirm().toMillis();
    }

    /// What was to be done is not needed any more, and so was not tried.
    private void dropOrder() {
        if (nextOrderMillis != NEVER) {
            nextOrderMillis = NEVER;
            first = Optional.empty();
            policy.takeBack();
        }
    }

    /// It is down for certain: start or restart it, as often and as fast as the policy says.
    private void fall(long now, Verdict verdict, List<Output> outputs) {
        if (condition != Condition.DOWN) {
            change(now, Condition.DOWN, verdict.detail(), true, outputs);
        }
        attempt(now, verdict.sign() == Sign.ABSENT && misses < 2 ? Order.START_IF_DOWN : Order.RESTART, outputs);
    }

    private void attempt(long now, Order order, List<Output> outputs) {
        switch (policy.died(now)) {
            case Decision.Restart restart -> {
                attempts = restart.attempt();
                nextOrder = order;
                nextOrderMillis = now + restart.pauseMillis();
            }
            case Decision.GiveUp up ->
                change(
                        now,
                        Condition.GIVEN_UP,
                        up.attempts() + " attempts to start it were in vain (" + detail
                                + "); find the reason in its log and start it by hand",
                        true,
                        outputs);
        }
    }

    void answered(long now, GwhaAnswer answer, List<Output> outputs) {
        asking = false;
        run = answer.run();
        boolean wasUnheard = unreached > 0;
        if (answer.outcome() != Outcome.UNREACHABLE) {
            unreached = 0;
        }
        if (condition == Condition.GIVEN_UP) {
            unreached += answer.outcome() == Outcome.UNREACHABLE ? 1 : 0;
            if (wasUnheard && unreached == 0) {
                // What was in vain before its host or network was away says little about now.
                policy.forget();
                change(now, Condition.DOWN, "gwha can be asked again", false, outputs);
                attempt(now, Order.START_IF_DOWN, outputs);
            }
            return;
        }
        switch (answer.outcome()) {
            case NOT_RUNNING -> detail = answer.detail();
            case STARTED -> {
                if (condition != Condition.DOWN) {
                    // Its process was gone, so the first missed poll is confirmed. After planned work nobody is
                    // alarmed because it had to be started.
                    change(now, Condition.DOWN, detail, !planned, outputs);
                }
                misses = 0;
                outputs.add(new Output.Tell(agent.name(), condition, "was started: " + answer.detail(), false));
                nextPollMillis = now + limits.confirm().toMillis();
            }
            case WAS_RUNNING -> {
                notTried();
                detail = detail + "; its process runs";
                nextPollMillis = Math.min(nextPollMillis, now + limits.confirm().toMillis());
            }
            case WAS_RESTARTED -> {
                // What was seen of the run before says nothing about this one.
                misses = 0;
                detail = answer.detail();
                nextPollMillis = now + limits.confirm().toMillis();
            }
            case REFUSED -> {
                leaveAlone(now, answer.detail(), true, outputs);
                planned = false;
            }
            case PLANNED -> {
                leaveAlone(now, answer.detail(), false, outputs);
                planned = true;
                // Its host may go away next, which is planned, too.
                misses = 0;
            }
            case FAILED -> {
                failed(now, answer.detail(), outputs);
                attempt(now, Order.START_IF_DOWN, outputs);
            }
            case UNREACHABLE -> unreachable(now, answer.detail(), outputs);
        }
    }

    /// Told once, with the cause, as long as it is the same failure.
    private void failed(long now, String why, List<Output> outputs) {
        String sentence = "cannot be started: " + why;
        if (condition != Condition.DOWN) {
            change(now, Condition.DOWN, detail + "; it " + sentence, true, outputs);
        } else {
            outputs.add(new Output.Tell(agent.name(), condition, sentence, attempts < 2));
        }
        detail = why;
    }

    /// The same start is asked for again without end, so it counts once, whenever that is: told once, with the cause,
    /// and aloud when a second poll has missed it.
    private void unreachable(long now, String why, List<Output> outputs) {
        String sentence = "it cannot be started: " + why;
        if (condition != Condition.DOWN && misses > 1) {
            change(now, Condition.DOWN, detail + "; " + sentence, true, outputs);
        } else if (unreached == 0) {
            outputs.add(new Output.Tell(agent.name(), condition, sentence, condition == Condition.DOWN));
        }
        detail = sentence;
        nextOrder = Order.START_IF_DOWN;
        nextOrderMillis = now + unheard.pauseMillis(unreached);
        unreached++;
    }

    /// Only what was started, or could not be, is a start in vain.
    private void notTried() {
        policy.takeBack();
        attempts = Math.max(0, attempts - 1);
    }

    private void leaveAlone(long now, String why, boolean loud, List<Output> outputs) {
        notTried();
        if (condition != Condition.REFUSED || (planned && loud)) {
            change(now, Condition.REFUSED, why, loud, outputs);
        }
        detail = why;
    }

    private void change(long now, Condition next, String why, boolean loud, List<Output> outputs) {
        condition = next;
        sinceMillis = now;
        detail = why;
        if (loud) {
            told = next;
        }
        outputs.add(new Output.Tell(agent.name(), next, why, loud));
    }
}

package orion.supervisor.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// A made-up agent, and a gwha that can start it.
final class World {
    Sign sign = Sign.USEFUL;
    Outcome outcome = Outcome.STARTED;
    /// What gwha says with it.
    String words = "so";
    boolean startHeals = true;
    /// It comes up, and is gone at the next poll.
    boolean diesAfterEachPoll;
    String run = "";
    final List<String> done = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    /// The same in full.
    final List<String> messages = new ArrayList<>();
    final MonitorDecisions decisions;
    long now;

    World(MonitorLimits limits, WatchedAgent... agents) {
        decisions = new MonitorDecisions(List.of(agents), limits, 0);
    }

    /// Lets time pass, and answers at once whatever is asked.
    void until(long end) {
        while (true) {
            Deque<Input> inputs = new ArrayDeque<>(List.of(new Input.Tick()));
            while (!inputs.isEmpty()) {
                for (Output output : decisions.step(now, inputs.removeFirst())) {
                    switch (output) {
                        case Output.Poll poll -> {
                            inputs.add(new Input.Polled(poll.agent(), new Verdict(sign, sign.toString())));
                            sign = diesAfterEachPoll ? Sign.ABSENT : sign;
                        }
                        case Output.Ask ask -> {
                            done.add((now / 1000 + " " + ask.agent() + " " + ask.order() + " " + ask.run()).strip());
                            GwhaAnswer answer = new GwhaAnswer(of(ask.order()), words, run);
                            if (answer.outcome() == Outcome.STARTED && startHeals) {
                                sign = Sign.USEFUL;
                            }
                            inputs.add(new Input.Answered(ask.agent(), answer));
                        }
                        case Output.Tell tell -> {
                            if (tell.loud()) {
                                told.add(now / 1000 + " " + tell.agent() + " " + tell.condition());
                                messages.add(tell.sentence());
                            }
                        }
                    }
                }
            }
            if (Math.max(now + 1, decisions.wakeMillis()) > end) {
                now = end;
                return;
            }
            now = Math.max(now + 1, decisions.wakeMillis());
        }
    }

    private Outcome of(Order order) {
        return order == Order.LOOK && outcome == Outcome.STARTED ? Outcome.NOT_RUNNING : outcome;
    }

    static WatchedAgent agent(String name, String... after) {
        return new WatchedAgent(
                name,
                "127.0.0.1",
                Duration.ofMinutes(2),
                MonitorDecisionsTest.NONE,
                List.of(after),
                Optional.empty(),
                Thresholds.NONE);
    }

    /// One agent and the usual limits.
    static World usual() {
        return new World(MonitorLimits.usual(true), agent("post.dom"));
    }

    Condition condition() {
        return decisions.views().getFirst().condition();
    }
}

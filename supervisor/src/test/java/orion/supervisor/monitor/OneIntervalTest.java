package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// Whatever happens to an agent, at whichever second: a poll interval later it runs again, or a person has had one
/// message that says why not, five seconds later where one poll is not enough to know. In virtual time; that gwha
/// answers so is shown by [MailHostTest] and [GwhaClientTest].
final class OneIntervalTest {
    private static final long INTERVAL_MILLIS = 120_000;
    /// Whose process lives is looked at once more.
    private static final long CONFIRM_MILLIS = 5_000;

    /// What a restart cures.
    enum Curable {
        DEATH(Sign.ABSENT, Outcome.STARTED, 0),
        HANG(Sign.USELESS, Outcome.WAS_RUNNING, CONFIRM_MILLIS),
        RUBBISH(Sign.USELESS, Outcome.WAS_RUNNING, CONFIRM_MILLIS);

        private final Sign sign;
        private final Outcome answer;
        private final long longer;

        Curable(Sign sign, Outcome answer, long longer) {
            this.sign = sign;
            this.answer = answer;
            this.longer = longer;
        }
    }

    /// What a person must see to.
    enum Incurable {
        FOREIGN_PROGRAM(Sign.USELESS, Outcome.FAILED, "450 another program answers at port 25 of dom already"),
        WRONG_PASSWORD(Sign.ABSENT, Outcome.UNREACHABLE, "535 the name or the password is wrong"),
        EXPIRED_ACCOUNT(Sign.ABSENT, Outcome.UNREACHABLE, "535 the password is right and 'gwha' may not log in"),
        WRONG_CERTIFICATE(Sign.USELESS, Outcome.UNREACHABLE, "its certificate is not a known one");

        private final Sign sign;
        private final Outcome answer;
        private final String why;

        Incurable(Sign sign, Outcome answer, String why) {
            this.sign = sign;
            this.answer = answer;
            this.why = why;
        }

        /// Who cannot be asked may be silent for a moment only.
        long longer() {
            return answer == Outcome.UNREACHABLE ? CONFIRM_MILLIS : 0;
        }
    }

    private static void atEachSecond(Consumer<World> check) {
        for (long second = 1; second <= 2 * INTERVAL_MILLIS / 1000; second++) {
            World world = World.usual();
            world.until(second * 1000);
            assertThat(world.condition()).isEqualTo(Condition.UP);
            check.accept(world);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatARestartCuresRunsAgain(Curable fault) {
        atEachSecond(world -> {
            long begin = world.now;
            world.sign = fault.sign;
            world.outcome = fault.answer;
            while (world.done.isEmpty()) {
                world.until(world.decisions.wakeMillis());
            }
            // A live process is told of first, then restarted.
            world.outcome = Outcome.STARTED;
            world.until(begin + INTERVAL_MILLIS + fault.longer);

            assertThat(world.sign).as("runs again").isEqualTo(Sign.USEFUL);
            world.until(world.now + CONFIRM_MILLIS);
            assertThat(world.condition()).isEqualTo(Condition.UP);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatNoRestartCuresIsToldOnceWithItsCause(Incurable fault) {
        atEachSecond(world -> {
            world.sign = fault.sign;
            world.outcome = fault.answer;
            world.words = fault.why;
            world.until(world.now + INTERVAL_MILLIS + fault.longer());
            assertThat(world.messages).singleElement().asString().contains("cannot be started: " + fault.why);

            // A person has mended it: nobody needs to tell the monitor.
            world.outcome = Outcome.STARTED;
            world.until(world.now + 2 * INTERVAL_MILLIS);
            assertThat(world.condition()).isEqualTo(Condition.UP);
            assertThat(world.told).hasSize(2).last().asString().endsWith("post.dom UP");
        });
    }
}

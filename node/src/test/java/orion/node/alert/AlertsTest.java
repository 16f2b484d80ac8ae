package orion.node.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.node.alert.Harbour.generation;
import static orion.node.alert.Harbour.master;
import static orion.node.alert.Harbour.running;
import static orion.node.alert.Harbour.state;
import static orion.node.alert.Harbour.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import orion.core.NodeView;
import orion.core.Output.StopEverything.Cause;
import orion.core.Standing;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;

/// Who tells what, and what becomes of a mail server that does not take it.
final class AlertsTest {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> journal = new LinkedBlockingQueue<>();

    private AlertMail mail(Post post) {
        return new AlertMail(Optional.of(post), journal::add, Duration.ZERO);
    }

    private static NodeView view(int self, Generation generation, ClusterState state, Optional<NodeId> master) {
        return new NodeView(
                Harbour.member(self),
                Standing.MEMBER,
                generation,
                0,
                state,
                Optional.empty(),
                master,
                true,
                true,
                new TreeMap<>(),
                new TreeMap<>(),
                0,
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                Pause.NONE);
    }

    @Test
    void whatAllSeeIsToldByTheMasterAloneAlsoByAMasterWhoFollowsOneThatFailed() throws Exception {
        try (AlertMail mail = mail(notice -> sent.add(notice.subject()))) {
            for (int self : List.of(1, 3)) {
                Alerts alerts = new Alerts("n" + self, "harbour", Harbour.member(self), mail);
                alerts.agreed(view(self, generation(1, 1, 2, 3), state(1, running(2)), master(2)));
                // In between it is a member without a state of the new generation.
                alerts.agreed(view(self, generation(2, 1, 3), state(1, running(2)), master(1)));
                alerts.agreed(view(self, generation(2, 1, 3), state(2, web()), master(1)));
            }
        }
        assertThat(sent).containsExactly("n2 has failed");
    }

    @Test
    void whatOnlyOneNodeKnowsIsToldByIt() {
        try (AlertMail mail = mail(notice -> sent.add(notice.subject()))) {
            Alerts alerts = new Alerts("n3", "harbour", Harbour.member(3), mail);
            for (Cause cause : Cause.values()) {
                alerts.stops(cause);
            }
            alerts.fences(Harbour.member(2), "n2");
            alerts.fences(Harbour.member(2), "n2");
        }
        assertThat(sent).containsExactly("n3 stops everything", "n3 is rebooted", "n2 is being fenced");
    }

    @Test
    void aMailServerThatFailsIsToldOnceAndHoldsUpNobody() throws Exception {
        CountDownLatch mended = new CountDownLatch(1);
        try (AlertMail mail = mail(notice -> {
            if (mended.getCount() > 0) {
                throw new IOException("not today");
            }
            sent.add(notice.subject());
        })) {
            for (int i = 0; i < 5; i++) {
                mail.tell(new Notice("early " + i, ""));
            }
            assertThat(journal.poll(120, TimeUnit.SECONDS))
                    .isEqualTo("nobody may have been told by mail of the newest events: not today");
            mended.countDown();
            mail.tell(new Notice("late", ""));
            assertThat(journal.poll(120, TimeUnit.SECONDS)).isEqualTo("mail is taken again");
        }
        assertThat(sent).contains("late");
        assertThat(journal).isEmpty();
    }

    @Test
    void aMailServerThatHangsFillsNoMemory() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        AlertMail mail = mail(notice -> {
            asked.countDown();
            hangs.await();
            sent.add(notice.subject());
        });
        mail.tell(new Notice("first", ""));
        assertThat(asked.await(120, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 300; i++) {
            mail.tell(new Notice("more", ""));
        }
        assertThat(journal)
                .containsExactly("mail is so slow that nobody may have been told by it of the newest events");
        hangs.countDown();
        mail.close();
        assertThat(sent).hasSize(101);
    }
}

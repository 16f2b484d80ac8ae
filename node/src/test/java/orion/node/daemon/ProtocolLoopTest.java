package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.ClusterNode;
import orion.core.Input;
import orion.core.Output;
import orion.core.model.Levels;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.node.network.Transport;

/// The protocol thread over a real board and socket, with a clock that can leap as it does when a host sleeps.
@Timeout(600)
final class ProtocolLoopTest {
    private final Path folder;
    private final AtomicLong slept = new AtomicLong();
    private final BlockingQueue<Output> outputs = new LinkedBlockingQueue<>();

    ProtocolLoopTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /// Outputs until one of this kind, that one last.
    private List<Output> until(Class<? extends Output> kind) throws InterruptedException {
        List<Output> seen = new ArrayList<>();
        while (seen.isEmpty() || !kind.isInstance(seen.getLast())) {
            Output next = outputs.poll(120, TimeUnit.SECONDS);
            assertThat(next)
                    .as("an output of kind %s after %s", kind.getSimpleName(), seen)
                    .isNotNull();
            seen.add(next);
        }
        return seen;
    }

    @Test
    void afterAPauseTheLeaseIsLookedAtBeforeAnythingThatWaits() throws Exception {
        try (LoneNode node = new LoneNode(folder);
                Transport transport = node.transport();
                Selector selector = Selector.open()) {
            transport.register(selector);
            ClusterState state =
                    node.state(Scripts.resource("web", new Scripts(folder).part("web", "exit 0", "exit 0")));
            ClusterNode core = new ClusterNode(node.lease.now(), node.self, Levels.SPOKEN, state, new TreeMap<>());
            ProtocolLoop[] itself = new ProtocolLoop[1];
            BoardPort port = node.port(input -> itself[0].accept(input));
            ProtocolLoop loop =
                    new ProtocolLoop(core, transport, selector, () -> node.lease.now() + slept.get(), output -> {
                        outputs.add(output);
                        if (output instanceof Output.StartBoardCycle cycle) {
                            port.begin(cycle.disk(), cycle.block());
                        } else if (output instanceof Output.ReadStates) {
                            itself[0].accept(new Input.StatesRead(Optional.empty(), ""));
                        }
                    });
            itself[0] = loop;
            Thread protocol = Thread.ofPlatform().daemon().name("protocol").start(loop);
            until(Output.RunAction.class);

            // On the protocol thread, between two steps, while a load that has ended and a question wait.
            loop.visit(view -> {
                outputs.clear();
                slept.addAndGet(TimeUnit.HOURS.toMillis(1));
                loop.accept(new Input.ActionEnded("web", 1, true, true, 0, "loaded"));
                loop.accept(new Input.Asked(7, new Request.Online("web", Optional.empty())));
            });

            List<Output> first = until(Output.StopEverything.class);
            assertThat(first.subList(0, first.size() - 1))
                    .as("what came before the order to stop")
                    .allMatch(output -> output instanceof Output.Happened);
            List<Output> next = until(Output.Answer.class);
            assertThat(next.getLast())
                    .isInstanceOfSatisfying(
                            Output.Answer.class,
                            answer -> assertThat(answer.accepted()).isFalse());
            assertThat(next).noneMatch(output -> output instanceof Output.LeaseRenewed);
            loop.accept(new Input.EverythingStopped(true, ""));
            assertThat(((Output.End) until(Output.End.class).getLast()).ending())
                    .isEqualTo(Output.Ending.STOPPED);
            assertThat(protocol.join(java.time.Duration.ofSeconds(60))).isTrue();
        }
    }
}

package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every template makes a service that a client uses, and uses again, with its data, after its host has lost its power.
@OnHosts
final class TemplatesTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void aClientSeesEachServiceAgainAfterAPowerCut() throws IOException {
        try (Lab lab = new Lab(3)) {
            lab.disk("board", "32M");
            Cluster cluster = Cluster.ofAll(lab, Profile.STEADY, false, "kill", List.of("board"));
            Host first = lab.host("node2");
            for (Kind kind : Kind.ALL) {
                prepare(lab, cluster, first, kind);
                cluster.must(first, kind.create() + " --nodes node2,node3");
            }
            Host master = lab.host("node3");
            for (Kind kind : Kind.ALL) {
                assertThat(cluster.awaitRunning(master, kind.template(), LIMIT)).isEqualTo(first);
                awaitAnswer(lab, kind);
            }
            awaitTwoConnectionsAndNoThird(lab);

            first.powerCut();
            for (Kind kind : Kind.ALL) {
                Moments.await(
                        kind.template() + " runs on node3",
                        LIMIT,
                        () -> cluster.view(master)
                                .filter(view -> view.stateOf(kind.template()).equals("Running")
                                        && view.nodeOf(kind.template()).equals("node3"))
                                .isPresent(),
                        () -> cluster.must(master, "resources"));
                awaitAnswer(lab, kind);
            }
            awaitTwoConnectionsAndNoThird(lab);
        }
    }

    /// The web server has two licences. That a connection is over is noticed a moment later.
    private static void awaitTwoConnectionsAndNoThird(Lab lab) {
        String three = "exec 3<>/dev/tcp/%1$s/80 && exec 4<>/dev/tcp/%1$s/80 && ! (exec 5<>/dev/tcp/%1$s/80)"
                .formatted(Kind.ALL.getFirst().address());
        Moments.await(
                "two licences are given out, and no third",
                LIMIT,
                () -> lab.client().attempt("bash", "-c", three).exit() == 0);
    }

    /// What a person does: the commands that the template prints, and what is particular to this service.
    private static void prepare(Lab lab, Cluster cluster, Host on, Kind kind) throws IOException {
        lab.disk(kind.template(), "256M");
        on.run("mkfs.ext4", "-q", kind.disk());
        List<String> steps = new ArrayList<>(
                cluster.must(on, kind.create() + " --prepare").lines().toList());
        if (!kind.prepare().isEmpty()) {
            steps.addAll(steps.size() - 1, List.of("M=" + kind.mountPoint(), kind.prepare()));
        }
        Files.write(lab.shared(kind.template() + ".sh"), steps);
        on.run("sh", "/run/lab/shared/" + kind.template() + ".sh");
    }

    private static void awaitAnswer(Lab lab, Kind kind) {
        String question = "A=" + kind.address() + "; " + kind.ask();
        Moments.await(
                kind.template() + " answers",
                LIMIT,
                () -> lab.client().attempt("sh", "-c", question).exit() == 0,
                () -> lab.client().attempt("sh", "-c", question).output());
    }
}

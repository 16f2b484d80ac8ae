package orion.node.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orion.core.Input;
import orion.core.lint.HostFacts;
import orion.node.alert.Post;

/// The whole daemon as a program whose protocol thread can be made to hang or to fail: by the words `hang` and
/// `break` on its input. Arguments: the node's directory, the guard's script, the run directory, the watchdog.
final class ObedientDaemon {
    private ObedientDaemon() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Daemon daemon = new Daemon(
                new DaemonOptions(
                        directory,
                        arguments[3],
                        Fence.KILL,
                        Optional.of(Path.of(arguments[2])),
                        Path.of(arguments[1]),
                        true,
                        true,
                        () -> HostFacts.Agents.SOUND,
                        Post.Office.CLOSED),
                System.out);
        Thread.ofPlatform().daemon().name("obedience").start(() -> obey(daemon));
        System.exit(daemon.run());
    }

    private static void obey(Daemon daemon) {
        try (BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String word = words.readLine(); word != null; word = words.readLine()) {
                Life life = daemon.life().orElseThrow();
                switch (word) {
                    case "hang" -> hangProtocol(life);
                    case "break" -> breakProtocol(life);
                    default -> throw new IllegalArgumentException(word);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is to follow a view runs on the thread that gives it, unless it came first; then once more.
    private static void hangProtocol(Life life) {
        Thread self = Thread.currentThread();
        CountDownLatch hanging = new CountDownLatch(1);
        while (hanging.getCount() > 0) {
            life.view()
                    .thenRun(() -> {
                        if (!Thread.currentThread().equals(self)) {
                            hanging.countDown();
                            hang();
                        }
                    })
                    .orTimeout(1, TimeUnit.SECONDS)
                    .exceptionally(_ -> null)
                    .join();
        }
    }

    /// The second of two ends of one board cycle is one too many, which no part of the daemon ever hands in.
    private static void breakProtocol(Life life) {
        life.accept(new Input.BoardCycleEnded(0, Optional.empty(), ""));
        life.accept(new Input.BoardCycleEnded(0, Optional.empty(), ""));
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

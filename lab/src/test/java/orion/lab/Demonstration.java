package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `./orion demo` as somebody starts it who has just got the program, apart from the build.
final class Demonstration implements AutoCloseable {
    private static final int SITES = 3;
    private static final int VISIT_MILLIS = 1_000;
    private static final long END_SECONDS = 60;
    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

    private final Path directory;
    private final Process process;
    private final Duration untilAllSitesAnswered;

    private Demonstration(Path directory, Duration limit) throws IOException {
        this.directory = directory;
        long begin = System.nanoTime();
        this.process = new ProcessBuilder(
                        Lab.REPOSITORY.resolve("orion").toString(), "demo", "--dir", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Moments.await("all sites of the demonstration answer", limit, this::allAnswer);
        } catch (AssertionError inVain) {
            process.destroy();
            throw inVain;
        }
        this.untilAllSitesAnswered = Duration.ofNanos(System.nanoTime() - begin);
    }

    /// Starts one and waits until all its sites answer.
    static Demonstration start(Duration limit) throws IOException {
        return new Demonstration(Files.createTempDirectory("orion-bench-"), limit);
    }

    Duration untilAllSitesAnswered() {
        return untilAllSitesAnswered;
    }

    private boolean allAnswer() {
        List<String> sites = sites();
        return sites.size() == SITES && sites.stream().allMatch(Demonstration::answers);
    }

    private List<String> sites() {
        try {
            return URL.matcher(Files.readString(directory.resolve("demo.json")))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private static boolean answers(String site) {
        try {
            HttpURLConnection visit =
                    (HttpURLConnection) URI.create(site).toURL().openConnection();
            visit.setConnectTimeout(VISIT_MILLIS);
            visit.setReadTimeout(VISIT_MILLIS);
            return visit.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException silent) {
            return false;
        }
    }

    /// Ends it as Ctrl-C would, and removes its files.
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the demonstration did not end");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}

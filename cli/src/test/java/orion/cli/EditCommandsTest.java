package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// Edits of a real daemon's cluster: one or nothing, told before and afterwards, and taken back.
final class EditCommandsTest {
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private @TempDir Path folder = Path.of("");

    private Path directory() {
        return folder.resolve("node");
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory().toString()).run(words);
    }

    private String must(String... words) {
        Outcome outcome = run(words);
        assertThat(outcome.exitCode())
                .as("%s: %s", List.of(words), outcome.errors())
                .isZero();
        return outcome.output();
    }

    private OrionProcess.Daemon start() throws Exception {
        Outcome made = new CommandRun().run(OrionProcess.init(directory(), folder.resolve("board")));
        assertThat(made.exitCode()).as(made.errors()).isZero();
        return OrionProcess.usual().daemon(directory());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// A resource that tells its process.
    private String web(String more, String word) {
        return "  web:\n" + more + "    parts:\n      - service: {command: [/bin/sh, -c, 'echo $$ > " + pidFile()
                + "; exec sleep 100000', " + word + "]}\n";
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    /// What the resource's process has told: nothing as long as it has only begun.
    private String process() throws IOException {
        return Files.exists(pidFile()) ? Files.readString(pidFile()) : "";
    }

    /// Waits until the process of the resource has told its number, and it is not this one.
    private String awaitOther(String first) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (process().isBlank() || process().equals(first)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        return process();
    }

    @Test
    void aFileIsOneEditOrNone() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            String bad = file(
                    "bad.yaml",
                    "resources:\n" + web("", "a") + "  db:\n    nodes: [node9]\n"
                            + "    after: [none]\n    parts:\n      - service: {unit: db.service}\n");
            Outcome refused = run("apply", "-f", bad);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains(bad + ", line 6: resources.db.nodes: resource db prefers node node9")
                    .contains(bad + ", line 7: resources.db.after: resource db comes after none");
            assertThat(must("resources")).doesNotContain("web");

            String good = file(
                    "good.yaml",
                    "resources:\n" + web("", "a") + "  db:\n    after: [web]\n"
                            + "    parts:\n      - service: {command: [/bin/sleep, '100000']}\n");
            assertThat(must("apply", "--dry-run", "-f", good))
                    .contains("db: created, starts on node1", "web: created, starts on node1");
            assertThat(must("apply", "-f", good)).isEqualTo("edit 2: web created; db created\n");
            assertThat(must("apply", "-f", good)).startsWith("nothing to do");
            assertThat(must("history"))
                    .contains("the cluster was made", "web created, db created", System.getProperty("user.name"));
        }
    }

    @Test
    void whatIsExportedIsWhatIsThereAndIsGoneBackTo() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must("apply", "-f", file("web.yaml", "resources:\n" + web("", "a")));
            must("node", "capacity", "node1", "cpu=4");
            String exported = file("exported.yaml", must("export"));
            assertThat(Files.readString(Path.of(exported)))
                    .startsWith("# after edit 3\n")
                    .contains("cpu: 4");
            assertThat(run("diff", "-f", exported).exitCode()).isZero();
            assertThat(must("apply", "-f", exported)).startsWith("nothing to do");

            String other = file("other.yaml", "resources:\n" + web("    priority: 7\n", "a"));
            Outcome different = run("diff", "-f", other);
            assertThat(different.exitCode()).isEqualTo(ExitCode.DIFFERENT);
            assertThat(different.output()).contains("--- now", "+++ " + other, "+    priority: 7");
            must("apply", "-f", other);
            assertThat(run("diff", "2").output())
                    .contains("--- edit 2", "+++ now", "+    priority: 7", "+      cpu: 4");
            assertThat(run("diff", "3", "4").output())
                    .contains("+    priority: 7")
                    .doesNotContain("cpu: 5");

            assertThat(must("rollback", "2", "--dry-run"))
                    .contains("-    priority: 7", "web: changed, nothing is stopped");
            assertThat(must("rollback", "2"))
                    .contains("-    priority: 7", "edit 5: web changed; node1 has another capacity");
            assertThat(run("diff", "2").exitCode()).isZero();
            assertThat(run("rollback", "9").errors()).contains("there is no edit 9; the newest is 5");
        }
    }

    @Test
    void whatRunsIsRestartedForOtherPartsOnlyWhenSomebodyAllowsIt() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must("apply", "-f", file("web.yaml", "resources:\n" + web("", "a")));
            must("online", "web", "--wait", "180");
            String first = awaitOther("");

            String live =
                    file("live.yaml", "resources:\n" + web("    unload-timeout: 5\n    monitor: {every: 3}\n", "a"));
            assertThat(must("apply", "--dry-run", "-f", live)).contains("web: changed, nothing is stopped or moved");
            must("apply", "-f", live);
            assertThat(process()).isEqualTo(first);
            assertThat(ProcessHandle.of(Long.parseLong(first.strip()))).isPresent();

            String parts = file("parts.yaml", "resources:\n" + web("", "b"));
            Outcome refused = run("apply", "-f", parts);
            assertThat(refused.errors())
                    .contains("line 4: resources.web.parts: web runs on node1", "say --restart if that may be now");
            assertThat(must("apply", "--dry-run", "--restart", "-f", parts))
                    .contains("web: changed, restarts on node1");
            assertThat(process()).isEqualTo(first);
            assertThat(must("apply", "--restart", "-f", parts)).contains("web changed and restarted");
            must("online", "web", "--wait", "180");
            assertThat(awaitOther(first)).isNotEqualTo(first);
            assertThat(ProcessHandle.of(Long.parseLong(first.strip()))).isEmpty();
        }
    }

    @Test
    void singleValuesAreOneEdit() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must("apply", "-f", file("web.yaml", "resources:\n" + web("    priority: 1\n", "a")));

            assertThat(must("set", "web", "priority=5", "monitor.every=3", "--dry-run"))
                    .contains("web: changed, nothing is stopped or moved");
            assertThat(must("set", "web", "priority=5", "monitor.every=3")).isEqualTo("edit 3: web changed\n");
            assertThat(must("export")).contains("    priority: 5\n", "      every: 3\n");
            assertThat(must("set", "web", "priority=", "nodes=[node1]")).isEqualTo("edit 4: web changed\n");
            assertThat(must("export")).doesNotContain("priority").contains("    nodes:\n      - node1\n");

            assertThat(run("set", "web", "colour=red").errors()).contains("colour");
            assertThat(run("set", "web", "priority.high=1").errors())
                    .contains("resources.web.priority: must be a whole number");
            assertThat(run("set", "db", "priority=1").errors()).contains("there is no resource db");
            assertThat(run("set", "web", "--based-on", "3", "priority=7").errors())
                    .contains("resource web was changed meanwhile: edit 4");
        }
    }

    @Test
    void anEditOnTrialIsKeptOnlyByConfirmingIt() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            String web = file("web.yaml", "resources:\n" + web("    priority: 1\n", "a"));
            must("apply", "-f", web);
            assertThat(run("confirm").errors()).contains("no edit is on trial");
            assertThat(run("set", "web", "priority=2", "--confirm-within", "soon")
                            .errors())
                    .contains("--confirm-within takes a time such as 90s");
            assertThat(run("set", "web", "priority=2", "--confirm-within", "5s").errors())
                    .contains("an edit can be confirmed within 10 s to 1 d, not within 5 s");
            assertThat(must("set", "web", "priority=2", "--confirm-within", "5m", "--dry-run"))
                    .isEqualTo(must("set", "web", "priority=2", "--dry-run"));

            assertThat(must("set", "web", "priority=2", "--confirm-within", "5m"))
                    .isEqualTo("edit 3: web changed; it is undone in 5 min unless 'orion confirm 3' comes before\n");
            assertThat(must("status")).contains("edit 3 by", "is on trial: it is undone within ");
            assertThat(must("status", "--json")).contains("\"trial\":{\"edit\":3,\"leftSeconds\":");
            assertThat(must("history")).contains("web changed (on trial: undone within ");
            assertThat(run("node", "capacity", "node1", "cpu=4").errors())
                    .contains("is on trial; first keep it with 'orion confirm 3'");
            assertThat(must("confirm")).isEqualTo("edit 4: edit 3 is confirmed\n");
            assertThat(must("confirm", "3")).contains("edit 3 is confirmed already");
            assertThat(must("status")).doesNotContain("on trial");
            assertThat(must("export")).contains("priority: 2");
            assertThat(must("events")).contains("is on trial: it is undone in 5 min unless", "edit 3 is confirmed by");

            must("node", "capacity", "node1", "cpu=4", "--confirm-within", "1h");
            assertThat(must("confirm", "5", "--undo")).isEqualTo("edit 6: edit 5 is undone\n");
            assertThat(must("export")).doesNotContain("cpu");
            assertThat(run("confirm", "5").errors()).contains("edit 5 is not on trial; after it came edit 6 by");
        }
    }

    @Test
    void whatNobodyConfirmsIsUndone() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must("apply", "-f", file("web.yaml", "resources:\n" + web("    priority: 1\n", "a")));
            must("offline", "web", "--wait", "180");
            must("delete", "web", "--confirm-within", "10s");
            assertThat(must("export")).doesNotContain("web");
            long end = System.nanoTime() + LIMIT_NANOS;
            while (!must("export").contains("priority: 1")) {
                assertThat(System.nanoTime()).isLessThan(end);
            }

            assertThat(must("history")).contains("orion on node1", "edit 3 was not confirmed within 10 s");
            assertThat(must("resources")).contains("Offline");
        }
    }

    @Test
    void whoHasNotSeenALaterEditIsToldWhoMadeIt() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must("apply", "-f", file("web.yaml", "resources:\n" + web("", "a")));
            must("apply", "-f", file("mine.yaml", "resources:\n" + web("    priority: 1\n", "a")));
            Outcome late = run(
                    "apply",
                    "--based-on",
                    "2",
                    "-f",
                    file("late.yaml", "resources:\n" + web("    priority: 2\n", "a")));

            assertThat(late.exitCode()).isEqualTo(1);
            assertThat(late.errors())
                    .contains("resource web was changed meanwhile: edit 3 by " + System.getProperty("user.name"));
        }
    }

    /// The agreed state tells of the last six edits, the node's history of more.
    @Test
    void whoHasSeenAnEditOfLongAgoMayChangeWhatIsStillAsItWas() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            String db = "  db:\n    parts: [{service: {command: [/bin/sleep, '100000']}}]\n";
            must("apply", "-f", file("both.yaml", "resources:\n" + web("", "a") + db));
            for (int i = 1; i <= 8; i++) {
                must("set", "db", "priority=" + i);
            }

            Outcome late = run("set", "db", "--based-on", "2", "priority=9");
            assertThat(late.exitCode()).isEqualTo(1);
            assertThat(late.errors()).contains("resource db was changed after edit 2: 'orion diff 2' shows how");
            assertThat(run("set", "web", "--based-on", "11", "priority=9").errors())
                    .contains("there is no edit 11; the newest is 10");
            assertThat(must("set", "web", "--based-on", "2", "priority=9")).isEqualTo("edit 11: web changed\n");
        }
    }

    @Test
    void anEmptyClusterIsExportedAndAppliedAndCapacitiesAreForetold() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            String empty = file("empty.yaml", must("export"));
            assertThat(must("apply", "-f", empty)).startsWith("nothing to do");
            must("node", "capacity", "node1", "memory=8");

            assertThat(must(
                            "apply",
                            "--dry-run",
                            "-f",
                            file("nodes.yaml", "nodes: {node1: {capacity: {memory: 7}}}\n")))
                    .contains("node node1: has another capacity");
            assertThat(must("rollback", "2", "--dry-run")).doesNotContain("has another capacity");
            assertThat(must("rollback", "1", "--dry-run")).contains("node node1: has another capacity");
        }
    }

    @Test
    void whatAFileDoesNotDefineIsDeletedOnlyWithPruneAndOffline() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must("apply", "-f", file("web.yaml", "resources:\n" + web("", "a")));
            must("online", "web", "--wait", "180");
            String other = file("other.yaml", "resources: {db: {parts: [{service: {unit: db.service}}]}}\n");
            assertThat(run("apply", "--prune", "-f", other).errors()).contains("take it offline before you delete it");
            must("offline", "web", "--wait", "180");

            assertThat(must("apply", "--prune", "-f", other)).contains("db created; web deleted");
        }
    }

    @Test
    void aResourceMayHaveTheNameOfAFlag() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            must(
                    "apply",
                    "-f",
                    file(
                            "one.yaml",
                            "resources: {dry-run: {parts: [{service: {command: [/bin/sleep, '100000']}}]}}\n"));
            must("offline", "dry-run", "--wait", "180");

            assertThat(must("delete", "dry-run")).contains("dry-run deleted");
            assertThat(must("export")).doesNotContain("dry-run");
        }
    }
}

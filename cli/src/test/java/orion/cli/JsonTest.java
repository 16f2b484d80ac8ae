package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.StandInDaemon.resource;
import static orion.cli.StandInDaemon.seen;
import static orion.cli.StandInDaemon.status;

import io.avaje.jsonb.Jsonb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.core.configuration.Endpoint;
import orion.node.api.ControlReply;
import orion.node.security.EnrolmentToken;
import picocli.CommandLine;

/// What programs get that ask for JSON: every answer and every error is one object on one line.
final class JsonTest {
    private @TempDir Path directory = Path.of("");

    private Outcome run(List<String> words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words.toArray(String[]::new));
    }

    private static ErrorReport error(Outcome outcome) {
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).hasLineCount(1);
        ErrorReport report = Jsonb.builder().build().type(ErrorReport.class).fromJson(outcome.errors());
        assertThat(report.exitCode()).isEqualTo(outcome.exitCode());
        return report;
    }

    /// Every command that has the option, with as many words as it needs.
    private static List<List<String>> commandsWithJson() {
        List<List<String>> found = new ArrayList<>();
        collect(
                Main.commandLine(
                        "orion",
                        new Surroundings(new TreeMap<>(), false, false, false, System.in, Path.of("/nonexistent"))),
                List.of(),
                found);
        return found;
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> found) {
        if (command.getCommandSpec().findOption("--json") != null) {
            List<String> call = new ArrayList<>(words);
            command.getCommandSpec().positionalParameters().stream()
                    .filter(word -> word.arity().min() > 0)
                    .forEach(word -> call.add(valueFor(word.paramLabel())));
            command.getCommandSpec().options().stream()
                    .filter(option -> option.required() && option.group() == null)
                    .forEach(option -> call.addAll(List.of(option.longestName(), "/nonexistent/file")));
            if (command.getCommandSpec().findOption("--yes") != null) {
                call.add("--yes");
            }
            call.add("--json");
            found.add(call);
        }
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(sub, longer, found);
        });
    }

    private static String valueFor(String label) {
        return label.equals("N") ? "1" : label.startsWith("yes") ? "yes" : "nothing";
    }

    @Test
    void everyCommandThatTalksToTheDaemonAndEveryListingHasJson() {
        assertThat(commandsWithJson())
                .extracting(List::getFirst)
                .contains(
                        "view",
                        "status",
                        "resources",
                        "events",
                        "online",
                        "offline",
                        "migrate",
                        "delete",
                        "apply",
                        "set",
                        "export",
                        "diff",
                        "history",
                        "rollback",
                        "confirm",
                        "join",
                        "leave",
                        "down",
                        "confirm-off",
                        "fence",
                        "explain",
                        "what-if",
                        "check",
                        "maintenance",
                        "token",
                        "access",
                        "sbd");
    }

    @Test
    void everyFailureOfEachOfThemIsAnObject() throws Exception {
        Path noBoard = Files.write(directory.resolve("no-board"), new byte[4096]);
        for (List<String> words : commandsWithJson()) {
            // The agents of a host have nothing to do with a node's directory; see OcfCommandsTest. Nor has what is
            // measured; see PlannerCommandsTest.
            if (words.contains("ocf") || words.contains("bench")) {
                continue;
            }
            if (words.contains("find")) {
                words.add(noBoard.toString());
            }
            if (words.contains("diff")) {
                words.add("1");
            }
            ErrorReport report = error(run(words));

            assertThat(report.what()).as("%s", words).isNotEmpty().doesNotContain("; ");
            assertThat(report.where()).isEqualTo(directory.toString());
            assertThat(report.hint()).as("%s", words).isNotEmpty();
            assertThat(report.exitCode()).as("%s", words).isIn(1, 3);
        }
    }

    @Test
    void aDiskThatCannotBeLookedAtIsToldAsAnObjectWithoutAFailure() {
        Outcome outcome = run(List.of("sbd", "find", "/nonexistent/disk", "--json"));

        assertThat(outcome.errors().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"what\":"));
        assertThat(outcome.errors().lines().findFirst().orElseThrow())
                .contains("/nonexistent/disk was not looked at")
                .endsWith("\"exitCode\":0}");
    }

    @Test
    void whatIsNotUnderstoodIsAnObjectToo() {
        for (List<String> words : commandsWithJson()) {
            words.add("--frobnicate");
            ErrorReport report = error(run(words));

            assertThat(report.exitCode()).as("%s", words).isEqualTo(2);
            assertThat(report.what()).contains("--frobnicate");
            assertThat(report.where()).startsWith("orion " + words.getFirst());
            assertThat(report.hint()).isEqualTo("see " + report.where() + " --help");
        }
    }

    @Test
    void whatDoesNotExistIsAnObjectTooWhereJsonWasAskedFor() {
        ErrorReport command = error(run(List.of("frobnicate", "--json")));
        assertThat(command)
                .isEqualTo(new ErrorReport("there is no command 'frobnicate'", "orion", "see orion --help", 2));

        ErrorReport option = error(run(List.of("init", "--json")));
        assertThat(option.where()).isEqualTo("orion init");
        assertThat(option.exitCode()).isEqualTo(2);
    }

    @Test
    void aTokenHasItsFields() throws Exception {
        EnrolmentToken token = new EnrolmentToken(
                new Endpoint("10.0.0.1", 7023),
                new UUID(1, 2),
                "ab".repeat(32),
                "cd".repeat(16),
                Instant.parse("2026-01-02T03:04:05Z"));
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> ControlReply.done(token.text()))) {
            TokenReport report = Jsonb.builder()
                    .build()
                    .type(TokenReport.class)
                    .fromJson(run(List.of("token", "--json")).output());
            assertThat(report)
                    .isEqualTo(new TokenReport(
                            token.text(),
                            "2026-01-02T03:04:05Z",
                            "orion enroll " + token.text() + " --node NAME --address IP:PORT"));
            assertThat(run(List.of("token")).output()).isEqualTo(token.text() + "\n");
        }
    }

    @Test
    void whoWaitsInVainIsToldAsAnObject() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(
                directory,
                request -> request.verb().equals("status")
                        ? seen(status(resource("web", "Loading", "node2", 1, "started")))
                        : ControlReply.done("granted"))) {
            assertThat(error(run(List.of("online", "web", "--wait", "1", "--json")))
                            .exitCode())
                    .isEqualTo(4);
            assertThat(error(run(List.of("leave", "--wait", "1", "--json"))).exitCode())
                    .isEqualTo(4);
        }
    }

    @Test
    void aFileThatIsOnlyCheckedIsAnsweredAsAnObject() throws Exception {
        Path file = Files.writeString(
                directory.resolve("web.yaml"), "resources: {web: {parts: [{service: {unit: nginx.service}}]}}\n");

        try (StandInDaemon _ = StandInDaemon.in(directory, request -> ControlReply.done("web created"))) {
            assertThat(run(List.of("apply", "--dry-run", "--json", "-f", file.toString()))
                            .output())
                    .startsWith("{\"done\":true,\"text\":\"web created\"")
                    .hasLineCount(1);
        }
    }

    @Test
    void whatChangesTheMembershipIsAnsweredAsAnObject() throws Exception {
        boolean[] out = {false};
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> {
            if (request.verb().equals("status")) {
                return out[0] ? ControlReply.refused("node2 is not in the cluster") : seen(status());
            }
            out[0] = !request.verb().equals("join");
            return ControlReply.done("granted");
        })) {
            String over = "this node is no longer a member of the cluster; 'orion resources' on another node tells";
            assertThat(run(List.of("leave", "--json")).output())
                    .startsWith("{\"done\":true,\"text\":\"" + over)
                    .hasLineCount(1);
            assertThat(run(List.of("join", "--json")).output())
                    .startsWith(
                            "{\"done\":true,\"text\":\"node2 is a member of cluster mail, generation 7, master node3\"");
            assertThat(run(List.of("down", "--yes", "--json", "--no-wait")).output())
                    .startsWith("{\"done\":true,\"text\":\"granted\"");
        }
    }
}

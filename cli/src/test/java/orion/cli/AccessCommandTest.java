package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.AccessData;
import orion.node.api.AccessData.TokenData;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// What `access` asks of the daemon, and where it prints what.
final class AccessCommandTest {
    private static final TokenData CI = new TokenData("ci", List.of("operator"), "2027-01-15T08:00:00Z", false);
    private static final TokenData OLD =
            new TokenData("old", List.of("administrator", "script-author"), "2026-01-15T08:00:00Z", true);

    private @TempDir Path directory = Path.of("");

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words);
    }

    private static ControlReply added(ControlRequest request) {
        return ControlReply.done("edit 2: token ci: added").with(new AccessData(List.of(CI), "orion_secret"));
    }

    @Test
    void theSecretAloneIsOnTheOutput() throws Exception {
        try (StandInDaemon daemon = StandInDaemon.in(directory, AccessCommandTest::added)) {
            assertThat(run("access", "add", "ci", "--role", "operator"))
                    .isEqualTo(new Outcome(
                            0,
                            "orion_secret\n",
                            "edit 2: token ci: added; nobody can tell its secret again: keep it\n"));
            assertThat(run("access", "add", "ci", "--role", "administrator,script-author", "--expires", "12h")
                            .exitCode())
                    .isZero();
            assertThat(daemon.orders())
                    .containsExactly(
                            new ControlRequest("access-add", List.of("ci", "operator", "7776000")),
                            new ControlRequest("access-add", List.of("ci", "administrator,script-author", "43200")));
        }
    }

    @Test
    void programsGetItAsAFieldAndNothingBesides() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(directory, AccessCommandTest::added)) {
            Outcome json = run("access", "add", "ci", "--role", "operator", "--json");

            assertThat(json.output()).hasLineCount(1).contains("\"secret\":\"orion_secret\"");
            assertThat(json.errors()).isEmpty();
        }
    }

    @Test
    void whatIsRefusedPrintsNothingOnTheOutput() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(directory, _ -> ControlReply.refused("there is already a token ci"))) {
            Outcome refused = run("access", "add", "ci", "--role", "operator");

            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.output()).isEmpty();
        }
    }

    @Test
    void aTimeThatIsNoneOrTooLongIsNotUnderstood() {
        for (String time : List.of("3651d", "0d", "never", "90")) {
            Outcome outcome = run("access", "add", "ci", "--role", "operator", "--expires", time);

            assertThat(outcome.exitCode()).as(time).isEqualTo(ExitCode.NOT_UNDERSTOOD);
            assertThat(outcome.errors()).contains("--expires").contains(time);
        }
    }

    @Test
    void theListTellsOfEachAndWhichHasExpired() throws Exception {
        ControlReply told = ControlReply.done("").with(new AccessData(List.of(CI, OLD), ""));
        try (StandInDaemon daemon = StandInDaemon.in(directory, _ -> told)) {
            assertThat(run("access", "list").output().lines())
                    .satisfiesExactly(
                            head -> assertThat(head).contains("Token", "Roles", "Expires"),
                            ci -> assertThat(ci).contains("ci", "operator").doesNotContain("expired"),
                            old -> assertThat(old)
                                    .contains("old", "administrator, script-author", "2026-01-15T08:00:00Z (expired)"));
            assertThat(run("access", "list", "--json").output())
                    .isEqualTo("[{\"name\":\"ci\",\"roles\":[\"operator\"],\"expires\":\"2027-01-15T08:00:00Z\","
                            + "\"expired\":false},{\"name\":\"old\",\"roles\":[\"administrator\",\"script-author\"],"
                            + "\"expires\":\"2026-01-15T08:00:00Z\",\"expired\":true}]\n");
            assertThat(daemon.orders()).containsOnly(new ControlRequest("access-list", List.of()));
        }
    }

    @Test
    void aRemovalNamesTheToken() throws Exception {
        try (StandInDaemon daemon = StandInDaemon.in(directory, _ -> ControlReply.done("edit 3: token ci: removed"))) {
            assertThat(run("access", "remove", "ci")).isEqualTo(new Outcome(0, "edit 3: token ci: removed\n", ""));
            assertThat(daemon.orders()).containsExactly(new ControlRequest("access-remove", List.of("ci")));
        }
    }
}

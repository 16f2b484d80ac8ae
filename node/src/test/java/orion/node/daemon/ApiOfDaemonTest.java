package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;
import orion.node.api.ControlReply;
import orion.node.os.FreePorts;
import orion.node.web.RawHttps;
import orion.node.web.RawHttps.Reply;
import orion.node.web.SchemaCheck;

/// The API of a whole daemon: every answer is as its description says, and roles hold for what an edit leads to.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiOfDaemonTest {
    private static final String VIEWER = "viewer";
    private static final String OPERATOR = "operator";
    private static final String ADMINISTRATOR = "admin";
    private static final String AUTHOR = "author";
    private static final String YEAR = "31536000";

    /// By the names of tokens.
    private final Map<String, String> secrets = new TreeMap<>();

    private final RunningDaemon daemon;
    private final Scripts scripts;
    private final Endpoint at;

    ApiOfDaemonTest(@TempDir Path folder) throws Exception {
        scripts = new Scripts(folder);
        at = FreePorts.one();
        daemon = RunningDaemon.startWithApi(folder, at);
    }

    @BeforeAll
    void makeTokens() throws Exception {
        awaitMember();
        make(VIEWER, "viewer");
        make(OPERATOR, "operator");
        make(ADMINISTRATOR, "administrator");
        make(AUTHOR, "administrator,script-author");
    }

    private void make(String name, String roles) throws Exception {
        ControlReply made = daemon.ask("access-add", name, roles, YEAR);
        secrets.put(name, made.access().orElseThrow().secret());
    }

    private void awaitMember() throws Exception {
        daemon.awaitMember();
        // Served by a thread of its own, which nothing waits for.
        Eventually.is(
                "the API is served", () -> daemon.events().stream().anyMatch(text -> text.startsWith("the API is")));
    }

    @AfterAll
    void stop() throws Exception {
        String events = Files.readString(daemon.directory().resolve("events.log"));
        daemon.close();
        assertThat(events).contains("token admin").doesNotContain(secrets.values());
    }

    private Reply ask(String token, String method, String path, String body) throws Exception {
        return askWith(secrets.getOrDefault(token, token), method, path, body);
    }

    private Reply askWith(String secret, String method, String path, String body) throws Exception {
        return RawHttps.ask(
                at,
                RawHttps.request(
                        method,
                        "/api/v1" + path,
                        secret,
                        body,
                        body.isEmpty() ? "X: y" : "Content-Type: application/yaml"));
    }

    private void done(String token, String path, String body) throws Exception {
        Reply reply = ask(token, "POST", path, body);
        assertThat(reply.status()).as("%s: %s", path, reply.body()).isEqualTo(200);
    }

    private String script(String name, String more) throws IOException {
        return "resources: {%s: {start: manual, %s parts: [{script: {load: %s, unload: %s}}]}}"
                .formatted(
                        name,
                        more,
                        scripts.script(name + "-load", "exit 0"),
                        scripts.script(name + "-unload", "exit 0"));
    }

    private static String address(String name, int last) {
        return "resources: {%s: {start: manual, parts: [{address: 10.99.7.%d/24}]}}".formatted(name, last);
    }

    @Test
    void anEditOfSomebodyElseIsConfirmedByItsNumberOnly() throws Exception {
        done(ADMINISTRATOR, "/edits?confirm-within=3600", address("tried", 30));

        ControlReply refused = daemon.ask("confirm", "newest");

        assertThat(refused.done()).isFalse();
        String number = refused.text().replaceAll("(?s)^edit ([0-9]+) by token admin on .*", "$1");
        assertThat(refused.text())
                .endsWith(" is on trial, and not known to be yours: 'orion confirm " + number + "' means it");
        assertThat(daemon.ask("confirm", "newest", "undo").text())
                .endsWith("'orion confirm " + number + " --undo' means it");
        assertThat(daemon.ask("confirm", number, "undo").text()).endsWith("edit " + number + " is undone");
    }

    @Test
    void everyAnswerIsAsTheDescriptionSays() throws Exception {
        SchemaCheck check =
                new SchemaCheck(ask(VIEWER, "GET", "/openapi.json", "").body());
        done(AUTHOR, "/edits", script("shape", ""));
        for (List<String> asked : List.of(
                List.of("/status", "/status"),
                List.of("/nodes", "/nodes"),
                List.of("/nodes/{node}", "/nodes/n1"),
                List.of("/resources", "/resources"),
                List.of("/resources/{resource}", "/resources/shape"),
                List.of("/events", "/events?last=3"),
                List.of("/explain/{resource}", "/explain/shape"),
                List.of("/what-if", "/what-if"),
                List.of("/what-if/{node}", "/what-if/n1"),
                List.of("/check", "/check"),
                List.of("/history", "/history"),
                List.of("/export", "/export?resources=shape"),
                List.of("/diff", "/diff?from=1"),
                List.of("/keys", "/keys"),
                List.of("/access", "/access"))) {
            Reply reply = ask(ADMINISTRATOR, "GET", asked.get(1), "");
            assertThat(reply.status()).as("%s: %s", asked, reply.body()).isEqualTo(200);
            assertThat(check.faults("get", "/api/v1" + asked.getFirst(), reply.body()))
                    .as(asked.toString())
                    .isEmpty();
        }
        String newest = ask(AUTHOR, "GET", "/export", "").body().replaceAll("(?s)^.\"number\":([0-9]+),.*", "$1");
        for (List<String> asked : List.of(
                List.of("/rollback/{edit}", "/rollback/" + newest + "?dry-run=true", ""),
                List.of("/edits", "/edits?dry-run=true", address("other", 1)),
                List.of("/edits", "/edits?confirm-within=3600", address("other", 2)),
                List.of("/edits/{edit}/confirm", "/edits/newest/confirm", ""),
                List.of("/diff", "/diff", address("other", 3)),
                List.of("/resources/{resource}/online", "/resources/shape/online", ""),
                List.of("/resources/{resource}/offline", "/resources/shape/offline", ""),
                List.of("/maintenance", "/maintenance?state=on&scope=node&name=n1&seconds=60", ""),
                List.of("/maintenance", "/maintenance?state=off&scope=node&name=n1", ""),
                List.of("/access/{token}", "/access/shape?roles=viewer&seconds=60", ""),
                List.of("/access/{token}/remove", "/access/shape/remove", ""),
                List.of("/token", "/token", ""))) {
            Reply reply = ask(AUTHOR, "POST", asked.get(1), asked.getLast());
            assertThat(reply.status()).as("%s: %s", asked, reply.body()).isEqualTo(200);
            assertThat(check.faults("post", "/api/v1" + asked.getFirst(), reply.body()))
                    .as(asked.toString())
                    .isEmpty();
        }
        Reply refused = ask(AUTHOR, "POST", "/resources/ghost/online", "");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(check.faultsOf("ErrorData", refused.body())).isEmpty();
    }

    @Test
    void whoMayNotWriteScriptsChangesEverythingButWhatRunsAsRoot() throws Exception {
        Reply denied = ask(ADMINISTRATOR, "POST", "/edits", script("rooted", ""));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.body())
                .contains("token admin lacks the role script-author: the edit changes what runs as root in resource"
                        + " rooted; nothing was changed");
        assertThat(ask(ADMINISTRATOR, "POST", "/edits?dry-run=true", script("rooted", ""))
                        .status())
                .isEqualTo(403);
        assertThat(ask(VIEWER, "GET", "/resources/rooted", "").status()).isEqualTo(404);

        done(AUTHOR, "/edits", script("rooted", ""));
        // The same script in the file of somebody else is no change of it.
        done(ADMINISTRATOR, "/edits", script("rooted", "priority: 7,"));
        done(ADMINISTRATOR, "/edits", address("plain", 20));
        done(ADMINISTRATOR, "/resources/rooted/delete", "");
        String history = ask(VIEWER, "GET", "/history", "").body();
        assertThat(history).contains("\"by\":\"token admin\"", "\"by\":\"token author\"");

        String before = ask(VIEWER, "GET", "/history", "").body().replaceAll("(?s).*\"number\":", "");
        int deleted = Integer.parseInt(before.replaceAll("(?s)[^0-9].*", ""));
        Reply back = ask(ADMINISTRATOR, "POST", "/rollback/" + (deleted - 1), "");
        assertThat(back.status()).as(back.body()).isEqualTo(403);
        done(AUTHOR, "/rollback/" + (deleted - 1), "");
        assertThat(ask(VIEWER, "GET", "/resources/rooted", "").status()).isEqualTo(200);
    }

    @Test
    void aTokenIsBelievedFromWhenItIsMadeUntilItIsRemoved() throws Exception {
        assertThat(ask("orion_of-nobody", "GET", "/status", "").status()).isEqualTo(401);
        make("guest", "viewer");
        assertThat(ask("guest", "GET", "/status", "").status()).isEqualTo(200);

        done(ADMINISTRATOR, "/access/guest/remove", "");

        assertThat(ask("guest", "GET", "/status", "").status()).isEqualTo(401);
    }

    @Test
    void nobodyGivesATokenWhatHeMayNotDoHimself() throws Exception {
        String path = "/access/mine?seconds=60&roles=administrator,script-author";
        Reply denied = ask(ADMINISTRATOR, "POST", path, "");
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.body())
                .contains("token admin lacks the role script-author and so cannot give it to a token; nothing was");
        assertThat(ask(ADMINISTRATOR, "POST", "/token", "").status())
                .as("whoever brings a host owns all")
                .isEqualTo(403);
        assertThat(ask(OPERATOR, "GET", "/access", "").status()).isEqualTo(403);
        assertThat(ask(ADMINISTRATOR, "GET", "/access", "").body()).doesNotContain("\"mine\"");

        Reply made = ask(AUTHOR, "POST", path, "");

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        String secret = made.body().replaceAll("(?s).*\"secret\":\"([^\"]+)\".*", "$1");
        assertThat(askWith(secret, "GET", "/access", "").body())
                .contains("\"mine\"")
                .doesNotContain(secret);
        done(AUTHOR, "/access/mine/remove", "");
    }

    @Test
    void refusalsOfTheClusterHaveTheirStatus() throws Exception {
        done(AUTHOR, "/edits", script("stands", ""));
        done(OPERATOR, "/resources/stands/online", "");
        daemon.awaitPhase("stands", "Running");
        assertThat(ask(AUTHOR, "POST", "/resources/stands/delete", "").status()).isEqualTo(409);
        assertThat(ask(OPERATOR, "POST", "/resources/ghost/offline", "").status())
                .isEqualTo(404);
        assertThat(ask(OPERATOR, "POST", "/resources/stands/migrate?node=n9", "")
                        .status())
                .isEqualTo(409);
        assertThat(ask(VIEWER, "GET", "/explain/ghost", "").status()).isEqualTo(404);
        assertThat(ask(VIEWER, "GET", "/what-if/n9", "").status()).isEqualTo(404);
        Reply broken = ask(AUTHOR, "POST", "/edits?name=c.yaml", "resources: [");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.body()).contains("c.yaml");
        for (String missing : List.of("/rollback/9999", "/edits/9999/confirm", "/access/nobody/remove")) {
            Reply reply = ask(AUTHOR, "POST", missing, "");
            assertThat(reply.status()).as("%s: %s", missing, reply.body()).isEqualTo(404);
        }
        for (String missing : List.of("/diff?from=9999", "/check?resources=ghost", "/export?resources=ghost")) {
            Reply reply = ask(AUTHOR, "GET", missing, "");
            assertThat(reply.status()).as("%s: %s", missing, reply.body()).isEqualTo(404);
        }
        Reply nowhere =
                ask(AUTHOR, "POST", "/edits?name=c.yaml", "resources: {}\nnodes:\n  n9: {capacity: {cpu: 1}}\n");
        assertThat(nowhere.status()).isEqualTo(400);
        assertThat(nowhere.body()).contains("c.yaml, line 3: nodes.n9: there is no node n9");
        assertThat(ask(OPERATOR, "POST", "/nodes/n1/leave", "").status()).isEqualTo(403);
        done(OPERATOR, "/resources/stands/offline", "");
        daemon.awaitPhase("stands", "Offline");
    }

    @Test
    void anEditThatIsBasedOnWhatWasChangedSinceIsAConflict() throws Exception {
        done(AUTHOR, "/edits", address("raced", 30));
        String first = ask(AUTHOR, "GET", "/export", "").body().replaceAll("(?s)^.\"number\":([0-9]+),.*", "$1");
        // More than the agreed state tells of, so that it is seen in what this node keeps.
        for (int i = 31; i <= 40; i++) {
            done(AUTHOR, "/edits", address("raced", i));
        }
        Reply late = ask(AUTHOR, "POST", "/edits?based-on=" + first, address("raced", 99));
        assertThat(late.status()).as(late.body()).isEqualTo(409);
        assertThat(late.body()).contains("resource raced was changed after edit " + first);
    }

    @Test
    void whoFollowsMissesNothingWhileTheDaemonIsStartedAnew() throws Exception {
        done(AUTHOR, "/edits", script("seen", ""));
        String last;
        try (RawHttps caller = follow("X: y")) {
            awaitLine(caller, "data: {\"cluster\":\"harbour\"", "\"member\":true");
            done(OPERATOR, "/resources/seen/online", "");
            awaitLine(caller, "data: {\"cluster\":\"harbour\"", "\"name\":\"seen\",\"state\":\"Running\"");
            done(OPERATOR, "/maintenance?state=on&scope=resource&name=seen", "");
            last = awaitLine(caller, "data: {\"id\"", "maintenance").replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
        }
        done(OPERATOR, "/maintenance?state=off&scope=resource&name=seen", "");
        daemon.process().destroy();
        daemon.exit();
        daemon.startAgain();
        awaitMember();

        try (RawHttps caller = follow("Last-Event-ID: " + last)) {
            String run = last.substring(0, last.lastIndexOf('-'));
            long number = Long.parseLong(last.substring(last.lastIndexOf('-') + 1));
            String id = awaitLine(caller, "id: ", "");
            while (id.startsWith("id: " + run + "-")) {
                assertThat(id).isEqualTo("id: " + run + "-" + ++number);
                id = awaitLine(caller, "id: ", "");
            }
            assertThat(id).as("the first of the next run").endsWith("-1");
        }
    }

    private RawHttps follow(String header) throws Exception {
        RawHttps caller = new RawHttps(at);
        caller.send(RawHttps.request("GET", "/api/v1/events/stream", secrets.getOrDefault(VIEWER, ""), "", header));
        assertThat(caller.line()).startsWith("HTTP/1.1 200");
        return caller;
    }

    private static String awaitLine(RawHttps caller, String beginning, String part) throws IOException {
        String line = caller.line();
        while (!line.startsWith(beginning) || !line.contains(part)) {
            assertThat(line).isNotEqualTo("event: gap");
            line = caller.line();
        }
        return line;
    }
}

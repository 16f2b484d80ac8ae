package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.access.Rights;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.web.RawHttps.Reply;

/// What each path asks of the desk, and which status each kind of answer has.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ApiRoutesTest {
    private static final String YAML = "Content-Type: application/yaml";
    private final RunningApi api;

    ApiRoutesTest(@TempDir Path folder) throws Exception {
        api = new RunningApi(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Reply ask(String method, String path, String body, String... headers) throws Exception {
        return RawHttps.ask(api.at, RawHttps.request(method, "/api/v1" + path, "admin-secret", body, headers));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /events?last=7                             | events | 7",
                "GET  | /explain/web                               | explain | web",
                "GET  | /what-if                                   | what-if | ''",
                "GET  | /what-if/n2                                | what-if | n2",
                "GET  | /check                                     | lint | cluster",
                "GET  | /check?resources=web,mail                  | lint | cluster web mail",
                "GET  | /keys                                      | keys | ''",
                "GET  | /history                                   | history | ''",
                "GET  | /export?resources=web                      | export | web",
                "GET  | /diff?from=4                               | diff | edits 4",
                "GET  | /diff?from=4&to=6                          | diff | edits 4 6",
                "POST | /diff?prune=true                           | diff | file BODY body prune",
                "POST | /resources/web/online                      | online | web",
                "POST | /resources/web/online?node=n2              | online | web n2",
                "POST | /resources/web/offline                     | offline | web",
                "POST | /resources/web/migrate?node=n2             | migrate | web n2",
                "POST | /resources/web/answer?question=start&answer=yes | alert | web start yes",
                "POST | /resources/web/delete?confirm-within=60    | delete | web --confirm-within=60",
                "POST | /nodes/n1/leave                            | leave | ''",
                "POST | /nodes/n2/confirm-off                      | confirm-off | n2",
                "POST | /nodes/n2/fence                            | fence | n2",
                "POST | /nodes/n2/remove                           | remove-node | n2",
                "POST | /maintenance?state=on&scope=node&name=n2&seconds=60 | maintenance | on node n2 60",
                "POST | /maintenance?state=off&scope=cluster       | maintenance | off cluster EMPTY",
                "POST | /down                                      | down | ''",
                "POST | /token                                     | token | ''",
                "POST | /keys/rotate                               | rotate-keys | ''",
                "POST | /edits?name=c.yaml                         | apply | BODY c.yaml",
                "POST | /edits?prune=true&restart=true&dry-run=true&based-on=5&confirm-within=300 | apply |"
                        + " BODY body prune restart dry-run based-on=5 --confirm-within=300",
                "POST | /edits?prune=false&dry-run=false           | apply | BODY body",
                "POST | /edits/7/confirm                           | confirm | 7",
                "POST | /edits/newest/undo                         | confirm | newest undo",
                "POST | /rollback/4?dry-run=true                   | rollback | 4 dry-run",
                "GET  | /access                                    | access-list | ''",
                "POST | /access/ci?roles=viewer,operator&seconds=60 | access-add | ci viewer,operator 60",
                "POST | /access/ci/remove                          | access-remove | ci",
            })
    void eachPathIsOneRequest(String method, String path, String verb, String words) throws Exception {
        if (words.contains("BODY")) {
            ask(method, path, "resources:{}", YAML);
        } else {
            ask(method, path, "");
        }
        List<String> expected = words.isEmpty()
                ? List.of()
                : List.of(words.replace("BODY", "resources:{}")
                        .replace("EMPTY", "")
                        .split(" ", -1));
        assertThat(api.asked).containsExactly(new ControlRequest(verb, expected));
    }

    @Test
    void theCommandLineAsksAnyVerbAndGetsAllThatIsAnsweredDoneOrNot() throws Exception {
        String migrate = "{\"verb\":\"migrate\",\"words\":[\"web\",\"n2\"],\"remark\":\"for root\"}";
        Reply done = ask("POST", "/ask", migrate, "Content-Type: application/json");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).startsWith("{\"done\":true,\"text\":\"done\"");
        assertThat(api.asked)
                .as("nobody elsewhere says who it is")
                .containsExactly(new ControlRequest("migrate", List.of("web", "n2")));

        api.answers(request -> ControlReply.refused("web is on the move"));
        Reply refused = ask("POST", "/ask", migrate, "Content-Type: application/json");
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.body()).startsWith("{\"done\":false,\"text\":\"web is on the move\"");
        assertThat(ask("POST", "/ask", "{\"verb\":\"status\",\"words\":[]}", "Content-Type: application/json")
                        .body())
                .contains("\"status\":{\"cluster\":\"harbour\"");
    }

    @Test
    void whatIsAboutOneNodeIsNotAskedOfWhicheverAnswers() throws Exception {
        for (String verb : List.of("leave", "join")) {
            Reply reply =
                    ask("POST", "/ask", "{\"verb\":\"" + verb + "\",\"words\":[]}", "Content-Type: application/json");
            assertThat(reply.body()).startsWith("{\"done\":false,\"text\":\"'" + verb + "' is about one node");
        }
        assertThat(api.asked).isEmpty();
    }

    @Test
    void oneCallerCanAskTwiceAtATime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        api.answers(request -> {
            both.countDown();
            try {
                return both.await(60, TimeUnit.SECONDS) ? ControlReply.done("both") : ControlReply.refused("alone");
            } catch (InterruptedException end) {
                return ControlReply.refused("interrupted");
            }
        });
        String history = "{\"verb\":\"history\",\"words\":[]}";
        List<Reply> replies = new CopyOnWriteArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                replies.add(ask("POST", "/ask", history, "Content-Type: application/json"));
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
        replies.add(ask("POST", "/ask", history, "Content-Type: application/json"));
        other.join();
        assertThat(replies)
                .hasSize(2)
                .allSatisfy(reply -> assertThat(reply.body()).contains("\"text\":\"both\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "migrate web n2",
                "{}",
                "[]",
                "{\"verb\":\"migrate\"}",
                "{\"verb\":null,\"words\":[]}",
                "{\"verb\":\"migrate\",\"words\":[null]}",
                "{\"verb\":\"migrate\",\"words\":\"web\"}"
            })
    void whatIsNoRequestIsAnsweredSo(String body) throws Exception {
        Reply reply = ask("POST", "/ask", body, "Content-Type: application/json");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"error\":\"the body is no request with a verb and its words\"}");
        assertThat(api.asked).isEmpty();
    }

    @Test
    void everyVerbHasAPathApartFromThoseThatAFileDoesBetter() {
        TreeSet<String> verbs = new TreeSet<>(Rights.verbs());
        Routes.ALL.forEach(route -> verbs.remove(route.verb()));
        // What nodes have is said in a definition, 'check' is an edit that is a dry run, and a node that is to join
        // knows no tokens.
        assertThat(verbs).containsExactly("capacity", "check", "join");
    }

    @Test
    void nodesAndResourcesAreThoseOfTheStatus() throws Exception {
        assertThat(ask("GET", "/status", "").body()).startsWith("{\"cluster\":\"harbour\"");
        assertThat(ask("GET", "/nodes", "").body()).startsWith("[{\"number\":1,\"name\":\"n1\"");
        assertThat(ask("GET", "/nodes/n1", "").body()).startsWith("{\"number\":1,\"name\":\"n1\"");
        assertThat(ask("GET", "/resources", "").body()).startsWith("[{\"name\":\"web\"");
        assertThat(ask("GET", "/resources/web", "").body()).startsWith("{\"name\":\"web\"");
        Reply none = ask("GET", "/resources/ghost", "");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.body()).isEqualTo("{\"error\":\"there is no resource ghost\"}");
        assertThat(ask("GET", "/nodes/n9", "").status()).isEqualTo(404);
    }

    @Test
    void headTellsTheLengthAndSendsNothing() throws Exception {
        String whole = ask("GET", "/nodes", "").body();
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send(RawHttps.request("HEAD", "/api/v1/nodes", "admin-secret", ""));
            StringBuilder head = new StringBuilder();
            for (String line = caller.line(); !line.isEmpty(); line = caller.line()) {
                head.append(line).append('\n');
            }
            assertThat(head.toString())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-length: " + whole.length())
                    .containsIgnoringCase("cache-control: no-store");
            assertThat(caller.line()).isEmpty();
        }
    }

    @Test
    void everyKindOfRefusalHasItsStatus() throws Exception {
        api.answers(request -> ControlReply.refused("web is running; take it offline first"));
        assertThat(ask("POST", "/resources/web/delete", "").status()).isEqualTo(409);
        assertThat(ask("POST", "/resources/ghost/delete", "").status()).isEqualTo(404);
        assertThat(ask("POST", "/nodes/n9/fence", "").status()).isEqualTo(404);
        assertThat(ask("POST", "/rollback/4", "").status()).isEqualTo(409);
        api.answers(request -> ControlReply.wrong("body:1: 'magic' is no part"));
        Reply wrong = ask("POST", "/edits", "resources: {", YAML);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).isEqualTo("{\"error\":\"body:1: 'magic' is no part\"}");
        api.answers(request -> ControlReply.unavailable("node n1 is not a member"));
        assertThat(ask("POST", "/resources/ghost/offline", "").status()).isEqualTo(503);
        api.answers(request -> {
            throw new IllegalArgumentException("'x' is not the number of an edit");
        });
        assertThat(ask("POST", "/edits/x/confirm", "").status()).isEqualTo(400);
        api.answers(request -> {
            throw new IllegalStateException("broken");
        });
        assertThat(ask("POST", "/down", "").status()).isEqualTo(500);
    }

    @Test
    void aNodeLeavesAndJoinsOnlyByItself() throws Exception {
        Reply other = ask("POST", "/nodes/n2/leave", "");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.body()).contains("and it is n1; ask n2 for it");
        assertThat(api.asked).isEmpty();
    }

    @Test
    void whatIsNotThereAndWhatCannotBeDoneWithItAreToldApart() throws Exception {
        assertThat(ask("GET", "/ghost", "").status()).isEqualTo(404);
        assertThat(ask("GET", "", "").status()).isEqualTo(404);
        Reply wrong = ask("DELETE", "/resources/web", "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.says("Allow: GET, HEAD")).isTrue();
        assertThat(ask("GET", "/edits", "").says("Allow: POST")).isTrue();
        assertThat(ask("GET", "/check", "").status()).isNotEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/resources/web/migrate                  | parameter 'node' is missing, which is a name",
                "/resources/web/migrate?node=n1&node=n2  | parameter 'node' is there twice",
                "/resources/web/migrate?node=            | parameter 'node' is '', not a name",
                "/resources/web/migrate?node=a%2Fb       | parameter 'node' is 'a/b', not a name",
                "/resources/web/migrate?node=%0Aa        | parameter 'node' is '?a', not a name",
                "/resources/web/offline?node=n1          | 'node' is no parameter of /resources/{resource}/offline",
                "/rollback/4?dry-run=yes                 | parameter 'dry-run' is 'yes', not true or false",
                "/rollback/4?confirm-within=-1           | parameter 'confirm-within' is '-1', not a whole number",
                "/maintenance?state=up&scope=node        | parameter 'state' is 'up', not one of on, off",
            })
    void aParameterThatMakesNoSenseIsNamed(String path, String sentence) throws Exception {
        Reply reply = ask("POST", path, "");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains(sentence);
        assertThat(api.asked).isEmpty();
    }

    @Test
    void aBodyIsTakenOnlyWhereOneBelongsOfTheRightTypeAndLength() throws Exception {
        assertThat(ask("POST", "/down", "x", YAML).status()).isEqualTo(400);
        assertThat(ask("POST", "/edits", "x", "Content-Type: text/html").status())
                .isEqualTo(415);
        assertThat(ask("POST", "/edits", "x").status()).isEqualTo(415);
        assertThat(ask("POST", "/edits", "x".repeat(10_001), YAML).status()).isEqualTo(413);
        assertThat(api.asked).isEmpty();
        assertThat(ask("POST", "/edits", "x".repeat(10_000), "Content-Type: Application/JSON; charset=utf-8")
                        .status())
                .isEqualTo(200);
        assertThat(ask("POST", "/edits", "\u00ff\u00fe", YAML).status())
                .as("not UTF-8")
                .isEqualTo(400);
    }

    @Test
    void aBodyWithoutALengthIsCutAtTheLimitToo() throws Exception {
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send("POST /api/v1/edits HTTP/1.1\r\nHost: n1\r\nAuthorization: Bearer admin-secret\r\n" + YAML
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 11; i++) {
                caller.send("3e8\r\n" + "x".repeat(1_000) + "\r\n");
            }
            assertThat(caller.reply().status()).isEqualTo(413);
        }
        assertThat(api.asked).isEmpty();
    }

    @Test
    void onlySoManyLongBodiesAreInMemoryAtATime() throws Exception {
        try (RawHttps slow = new RawHttps(api.at)) {
            slow.send("POST /api/v1/edits HTTP/1.1\r\nHost: n1\r\nAuthorization: Bearer admin-secret\r\n" + YAML
                    + "\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\nresou");
            assertThat(slow.line()).startsWith("HTTP/1.1 100");
            // The desk is not asked meanwhile, whatever comes first.
            Reply busy;
            do {
                busy = ask("POST", "/edits", "resources: {}" + " ".repeat(2_000), YAML);
            } while (busy.status() == 200);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.says("Retry-After: 1")).isTrue();
            assertThat(ask("POST", "/edits", "resources: {}", YAML).status())
                    .as("a short one")
                    .isEqualTo(200);
        }
    }
}

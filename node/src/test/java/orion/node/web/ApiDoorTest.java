package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.ControlReply;
import orion.node.web.RawHttps.Reply;

/// Who is let in, and when: before anything that was sent is looked at.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ApiDoorTest {
    private final RunningApi api;

    ApiDoorTest(@TempDir Path folder) throws Exception {
        api = new RunningApi(folder);
    }

    @BeforeEach
    void nothingWasAskedYet() {
        assertThat(api.asked).isEmpty();
    }

    @AfterEach
    void nobodyHearsASecret() {
        api.close();
        assertThat(String.join("\n", api.journal)).doesNotContain("secret").doesNotContain("guess");
    }

    private Reply ask(String method, String path, String secret, String... headers) throws Exception {
        return RawHttps.ask(api.at, RawHttps.request(method, path, secret, "", headers));
    }

    @Test
    void withoutATokenEverythingIsRefusedAlikeWhateverIsAsked() throws Exception {
        for (String path : List.of("/api/v1/status", "/api/v1/ghost", "/", "/api/v1/openapi.json")) {
            Reply reply = ask("GET", path, "");
            assertThat(reply.status()).as(path).isEqualTo(401);
            assertThat(reply.says("WWW-Authenticate: Bearer realm=\"orion\"")).isTrue();
            assertThat(reply.body()).startsWith("{\"error\":\"a token is needed here");
        }
        for (String header : List.of("Basic viewer-secret", "Bearer", "Bearer ", "viewer-secret", "Bearer\tviewer")) {
            assertThat(ask("GET", "/api/v1/history", "", "Authorization: " + header)
                            .status())
                    .as(header)
                    .isEqualTo(401);
        }
        assertThat(ask("GET", "/api/v1/history", "viewer-secret", "Authorization: Bearer admin-secret")
                        .status())
                .as("two of them")
                .isEqualTo(401);
        assertThat(api.asked).isEmpty();
    }

    @Test
    void whereNobodyCanBeJudgedThatIsSaidAndNoTokenIsCalledWrong() throws Exception {
        api.outside = true;
        for (int i = 0; i < 7; i++) {
            for (String secret : List.of("viewer-secret", "guess")) {
                Reply reply = ask("GET", "/api/v1/history", secret);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.body()).contains("this node is no member");
            }
        }
        assertThat(api.asked).isEmpty();
        api.outside = false;
        assertThat(ask("GET", "/api/v1/events", "viewer-secret").status()).isEqualTo(200);
        api.asked.clear();
        assertThat(ask("GET", "/api/v1/history", "guess").status())
                .as("none of those before was counted")
                .isEqualTo(401);
    }

    @Test
    void aStrangerIsRefusedBeforeItHasSentWhatItAnnounced() throws Exception {
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send(RawHttps.request("POST", "/api/v1/edits", "", "", "Content-Length: 5000"));
            assertThat(caller.reply().status()).isEqualTo(401);
        }
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send(RawHttps.request("POST", "/api/v1/edits", "viewer-secret", "", "Content-Length: 5000"));
            assertThat(caller.reply().status()).isEqualTo(403);
        }
    }

    @Test
    void whoGuessesMustWaitAndARightTokenIsLetInFromTheSameAddress() throws Exception {
        for (int i = 0; i < 5; i++) {
            Reply wrong = ask("GET", "/api/v1/history", "guess" + i);
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.head()).contains("error=\"invalid_token\"");
        }
        Reply late = ask("GET", "/api/v1/history", "guess6");
        assertThat(late.status()).isEqualTo(429);
        assertThat(late.says("Retry-After: 60")).isTrue();
        assertThat(ask("GET", "/api/v1/history", "g".repeat(9_000)).status()).isEqualTo(429);
        assertThat(ask("GET", "/api/v1/keys", "viewer-secret").status()).isNotIn(401, 429);
        assertThat(api.journal)
                .containsExactly("a request to the API from 127.0.0.1 was refused: its token is not one of this"
                        + " cluster, or no longer");
    }

    @Test
    void aCallerWithoutTheRoleIsToldWhichOneAndTheDeskHearsNothing() throws Exception {
        Reply reply = ask("POST", "/api/v1/resources/web/offline", "viewer-secret");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("token viewer lacks the role operator, which 'offline' needs");
        assertThat(ask("POST", "/api/v1/down", "operator-secret").body()).contains("lacks the role administrator");
        assertThat(api.asked).isEmpty();
        assertThat(api.journal)
                .anyMatch(line -> line.startsWith("a request was refused: token viewer lacks the role operator"));
    }

    @Test
    void whoAsksAsTheCommandLineDoesNeedsTheRoleOfTheVerbToo() throws Exception {
        for (String verb : List.of("offline", "access-add", "shell", "")) {
            String asked = "{\"verb\":\"" + verb + "\",\"words\":[\"web\"]}";
            Reply reply = RawHttps.ask(
                    api.at,
                    RawHttps.request("POST", "/api/v1/ask", "viewer-secret", asked, "Content-Type: application/json"));
            assertThat(reply.body()).as(verb).startsWith("{\"done\":false").contains("\"refusal\":\"denied\"");
        }
        assertThat(ask("POST", "/api/v1/ask", "").status()).isEqualTo(401);
        assertThat(api.asked).isEmpty();
        assertThat(api.journal)
                .anyMatch(line -> line.startsWith("a request was refused: token viewer lacks the role operator"));
    }

    @Test
    void whatTheDeskDeniesIsDeniedToo() throws Exception {
        api.answers(request -> ControlReply.denied("token admin lacks the role script-author"));
        assertThat(ask("POST", "/api/v1/rollback/4", "admin-secret").status()).isEqualTo(403);
    }

    @Test
    void whatWasDoneIsNotedWithWhoAskedFromWhere() throws Exception {
        assertThat(ask("POST", "/api/v1/resources/web/offline", "operator-secret")
                        .status())
                .isEqualTo(200);
        assertThat(api.journal)
                .containsExactly(
                        "token operator at 127.0.0.1 asks for 'offline web'",
                        "token operator at 127.0.0.1 asked for 'offline web': done");
    }

    @Test
    void aPageOfAnotherSiteIsRefusedEvenWithAToken() throws Exception {
        assertThat(ask("POST", "/api/v1/down", "admin-secret", "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(ask("POST", "/api/v1/down", "admin-secret", "Origin: null").status())
                .isEqualTo(403);
        assertThat(api.asked).isEmpty();
        assertThat(ask("POST", "/api/v1/down", "admin-secret", "Origin: https://n1")
                        .status())
                .isEqualTo(200);
        Reply preflight = ask("OPTIONS", "/api/v1/down", "", "Origin: https://evil.example");
        assertThat(preflight.status()).isEqualTo(401);
        assertThat(preflight.head()).doesNotContainIgnoringCase("access-control");
    }
}

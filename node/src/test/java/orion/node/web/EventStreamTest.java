package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.web.RawHttps.Reply;

/// Following what happens: nothing twice, nothing lost without a word, and nobody who does not read holds anything up.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EventStreamTest {
    private static final long PAUSE_NANOS = 5_000_000;

    private final RunningApi api;

    EventStreamTest(@TempDir Path folder) throws Exception {
        api = new RunningApi(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static String request(String secret, String... headers) {
        return RawHttps.request("GET", "/api/v1/events/stream", secret, "", headers);
    }

    private RawHttps follow(String... headers) throws Exception {
        return followAs("viewer-secret", headers);
    }

    private RawHttps followAs(String secret, String... headers) throws Exception {
        RawHttps caller = new RawHttps(api.at);
        caller.send(request(secret, headers));
        assertThat(caller.line()).startsWith("HTTP/1.1 200");
        return caller;
    }

    /// The next lines that begin so, apart from those between them; lengths of chunks are between them, too.
    private static List<String> next(RawHttps caller, int count, String... beginnings) throws IOException {
        List<String> found = new ArrayList<>();
        while (found.size() < count) {
            String line = caller.line();
            if (List.of(beginnings).stream().anyMatch(line::startsWith)) {
                found.add(line);
            }
        }
        return found;
    }

    @Test
    void whatHappensIsToldInItsOrderWithIds() throws Exception {
        api.story.tell("before");
        try (RawHttps caller = follow()) {
            assertThat(next(caller, 1, "event: ")).containsExactly("event: state");
            api.story.tell("one");
            api.story.tell("two");
            List<String> lines = next(caller, 6, "id: ", "event: ", "data: {\"id\"");
            assertThat(lines.subList(0, 2)).containsExactly("id: abc-2", "event: event");
            assertThat(lines.get(2)).contains("\"text\":\"one\"");
            assertThat(lines.get(3)).isEqualTo("id: abc-3");
        }
    }

    @Test
    void aReaderGoesOnAfterTheLastEventItHasSeen() throws Exception {
        for (int i = 1; i <= 5; i++) {
            api.story.tell("event " + i);
        }
        try (RawHttps caller = follow("Last-Event-ID: abc-3")) {
            assertThat(next(caller, 2, "id: ")).containsExactly("id: abc-4", "id: abc-5");
            api.story.tell("event 6");
            assertThat(next(caller, 1, "id: ")).containsExactly("id: abc-6");
        }
    }

    @Test
    void aGapIsToldBeforeWhatComesAfterIt() throws Exception {
        api.story.tell("event 1");
        try (RawHttps caller = follow("Last-Event-ID: dead-7")) {
            next(caller, 1, "event: gap");
            assertThat(next(caller, 1, "data: ", "id: ")).containsExactly("data: {\"error\":\"another run\"}");
            assertThat(next(caller, 1, "id: ")).containsExactly("id: abc-1");
        }
        Reply nonsense = RawHttps.ask(api.at, request("viewer-secret", "Last-Event-ID: ../../x"));
        assertThat(nonsense.status()).isEqualTo(400);
    }

    @Test
    void theStateIsToldAtFirstAndWhenItHasChanged() throws Exception {
        try (RawHttps caller = follow()) {
            assertThat(next(caller, 1, "data: {\"cluster\"").getFirst()).contains("n1 sees this");
            // Two signs of life without another state between them: it is not told again.
            assertThat(next(caller, 2, "event: ", ": still here")).allMatch(line -> line.startsWith(": still"));
            api.standing("is on its way out");
            assertThat(next(caller, 1, "data: {\"cluster\"").getFirst()).contains("is on its way out");
        }
    }

    @Test
    void aTokenThatIsTakenAwayEndsItsStream() throws Exception {
        try (RawHttps caller = follow()) {
            next(caller, 1, "event: state");
            api.tokens.remove("viewer-secret");
            caller.awaitEnd();
        }
    }

    @Test
    void whyNobodyIsLetInAnyMoreIsTheLastThatAStreamTells() throws Exception {
        try (RawHttps caller = follow()) {
            next(caller, 1, "event: state");
            api.outside = true;
            assertThat(next(caller, 1, "event: absent", "event: state")).containsExactly("event: absent");
            assertThat(caller.line()).isEqualTo("data: {\"error\":\"this node is no member\"}");
            caller.awaitEnd();
        }
    }

    @Test
    void oneCallerHasHalfOfThePlacesAndAPlaceIsFreeAgainWhenOneHangsUp() throws Exception {
        try (RawHttps one = follow();
                RawHttps two = follow()) {
            next(one, 1, "event: state");
            next(two, 1, "event: state");
            Reply third = RawHttps.ask(api.at, request("viewer-secret"));
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.body()).contains("for token viewer 2 times already");
            assertThat(third.says("Retry-After: 1")).isTrue();
            try (RawHttps three = followAs("operator-secret");
                    RawHttps four = followAs("operator-secret")) {
                next(three, 1, "event: state");
                next(four, 1, "event: state");
                assertThat(RawHttps.ask(api.at, request("admin-secret")).status())
                        .isEqualTo(503);
            }
        }
        awaitPlace();
    }

    /// Comes back once there is one; the time limit of the test ends the waiting.
    private void awaitPlace() throws Exception {
        boolean free = false;
        while (!free) {
            try (RawHttps caller = new RawHttps(api.at)) {
                caller.send(request("viewer-secret"));
                free = caller.line().startsWith("HTTP/1.1 200");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Test
    void whatProgramsWroteIsToldToOperatorsOnly() throws Exception {
        String failure = "load of web failed (its last output: pass \"w0rd\" \\\\ is wrong)";
        try (RawHttps viewer = follow();
                RawHttps operator = followAs("operator-secret")) {
            api.story.tell(failure);
            assertThat(next(viewer, 1, "data: {\"id\"").getFirst())
                    .endsWith("\"text\":\"load of web failed (what it wrote is told to operators)\"}");
            assertThat(next(operator, 1, "data: {\"id\"").getFirst()).contains("w0rd");
        }
    }

    @Test
    void whoDoesNotReadIsCutOffAndNothingWaitsForIt() throws Exception {
        try (RawHttps one = follow();
                RawHttps deaf = new RawHttps(api.at, 2_000)) {
            next(one, 1, "event: state");
            // All of them, however late it is heard.
            deaf.send(request("viewer-secret", "Last-Event-ID: abc-0"));
            String much = "x".repeat(100_000);
            for (int i = 0; i < 300; i++) {
                api.story.tell(much);
            }
            assertThat(next(one, 300, "id: ")).hasSize(300);
            awaitPlace();
            deaf.awaitEnd();
        }
    }

    @Test
    void aHeadOfAStreamTellsOnlyThatThereIsOne() throws Exception {
        Reply reply = RawHttps.ask(api.at, RawHttps.request("HEAD", "/api/v1/events/stream", "viewer-secret", ""));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.says("Content-Type: text/event-stream")).isTrue();
    }
}

package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.AccessData;
import orion.node.api.AccessData.TokenData;
import orion.node.api.ControlReply;
import orion.node.api.EditData;

/// Tokens as a whole daemon makes, keeps and removes them: the secret is told once, and is nowhere else.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessDeskTest {
    private final Path folder;
    private final RunningDaemon daemon;

    AccessDeskTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.daemon = RunningDaemon.start(
                folder, ProcessBuilder.Redirect.to(folder.resolve("printed").toFile()), List.of());
    }

    @BeforeAll
    void awaitMember() throws Exception {
        daemon.awaitMember();
    }

    @AfterAll
    void stop() throws Exception {
        daemon.close();
    }

    private AccessData add(String name, String roles, String seconds) throws Exception {
        ControlReply reply = daemon.ask("access-add", name, roles, seconds);
        assertThat(reply.done()).as(reply.text()).isTrue();
        return reply.access().orElseThrow();
    }

    private List<TokenData> list() throws Exception {
        return daemon.ask("access-list").access().orElseThrow().tokens();
    }

    private void refuses(String sentence, String verb, String... words) throws Exception {
        ControlReply reply = daemon.ask(verb, words);
        assertThat(reply.done()).as("%s: %s", verb, reply.text()).isFalse();
        assertThat(reply.text()).contains(sentence).doesNotContain("orion_");
        assertThat(reply.access()).isEmpty();
    }

    private String history() throws Exception {
        return daemon.ask("history")
                .edit()
                .map(EditData::history)
                .orElseThrow()
                .getLast()
                .summary();
    }

    @Test
    void aTokenIsAddedListedAndRemoved() throws Exception {
        Instant before = Instant.now();
        AccessData added = add("ci", "viewer,operator", "3600");

        assertThat(added.secret()).matches("orion_[A-Za-z0-9_-]{43}");
        assertThat(added.toString()).doesNotContain(added.secret());
        TokenData token = added.tokens().getFirst();
        assertThat(token.name()).isEqualTo("ci");
        assertThat(token.roles()).containsExactly("viewer", "operator");
        assertThat(token.expired()).isFalse();
        assertThat(Duration.between(before, Instant.parse(token.expires())))
                .isBetween(Duration.ofSeconds(3_598), Duration.ofSeconds(3_720));
        assertThat(list()).contains(token);
        assertThat(history()).startsWith("token ci: added, viewer and operator, until 20");
        refuses("there is already a token ci (viewer and operator, until", "access-add", "ci", "viewer", "60");

        assertThat(daemon.ask("access-remove", "ci").text()).endsWith("token ci: removed");
        assertThat(list()).doesNotContain(token);
        refuses("there is no token ci; 'orion access list' names those there are", "access-remove", "ci");
    }

    @Test
    void noTwoSecretsAreAlike() throws Exception {
        assertThat(add("one", "viewer", "60").secret())
                .isNotEqualTo(add("two", "viewer", "60").secret());
    }

    @Test
    void whatIsNoTokenIsRefusedWithASentence() throws Exception {
        refuses("there is no role 'root'; there are viewer, operator", "access-add", "x", "root", "60");
        refuses("there is no role ''", "access-add", "x", "viewer,", "60");
        refuses("script-author is of no use without administrator", "access-add", "x", "script-author", "60");
        refuses("a token expires after 1 s to 3650 d, not after '0' s", "access-add", "x", "viewer", "0");
        refuses("not after '315360001' s", "access-add", "x", "viewer", "315360001");
        refuses("not after '9223372036854775808' s", "access-add", "x", "viewer", "9223372036854775808");
        refuses("token name \"a b\" may contain only", "access-add", "a b", "viewer", "60");
        refuses("the request lacks the token", "access-add");
        refuses("the request lacks the roles", "access-add", "x");
        refuses("the request lacks the time until it expires", "access-add", "x", "viewer");
        refuses("the request lacks the token", "access-remove");
    }

    @Test
    void aRollbackBringsNoTokenBackAndTakesNoneAway() throws Exception {
        add("revoked", "operator", "600");
        long number = daemon.ask("history").edit().orElseThrow().number();
        daemon.ask("access-remove", "revoked");
        add("later", "operator", "600");
        String web = "resources: {web: {start: manual, parts: [{address: 10.99.0.9/24}]}}";
        assertThat(daemon.ask("apply", web, "web.yaml").done()).isTrue();
        List<TokenData> tokens = list();

        String then = Long.toString(number);
        Eventually.is(
                "what it is to go back to is kept",
                () -> daemon.ask("diff", "edits", then).done());
        ControlReply back = daemon.ask("rollback", then);

        assertThat(back.done()).as(back.text()).isTrue();
        assertThat(back.text())
                .contains("web deleted")
                .endsWith("; tokens are left as they are: what was removed stays removed, what was added stays");
        assertThat(list())
                .isEqualTo(tokens)
                .extracting(TokenData::name)
                .contains("later")
                .doesNotContain("revoked");
    }

    @Test
    void definitionsAndDifferencesSayNothingOfTokens() throws Exception {
        long number = daemon.ask("history").edit().orElseThrow().number();
        AccessData added = add("untold", "operator", "600");

        assertThat(document("export")).doesNotContain("untold").doesNotContain(proof(added.secret()));
        String before = Long.toString(number);
        Eventually.is(
                "what there was before is kept",
                () -> daemon.ask("diff", "edits", before).done());
        assertThat(document("diff", "edits", before)).isEmpty();
    }

    private String document(String verb, String... words) throws Exception {
        return daemon.ask(verb, words).edit().orElseThrow().document();
    }

    private static String proof(String secret) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void theSecretIsInNoFileOfTheNodeAndInNothingItPrints() throws Exception {
        String secret = add("needle", "operator", "600").secret();
        daemon.ask("keys");
        daemon.ask("lint", "cluster");
        daemon.ask("status");
        String events = daemon.ask("events", "2000").events().toString();

        assertThat(events).doesNotContain(secret.substring("orion_".length()));
        List<Path> files = files();
        assertThat(files).extracting(file -> String.valueOf(file.getFileName())).contains("events.log", "board");
        Eventually.is(
                "the history names the token",
                () -> holding("needle").stream().anyMatch(file -> file.contains("history")));
        assertThat(holding(secret)).isEmpty();
        assertThat(holding(secret.substring("orion_".length()))).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /// Files that have this text in them.
    private List<String> holding(String text) throws IOException {
        List<String> holding = new ArrayList<>();
        for (Path file : files()) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                holding.add(folder.relativize(file).toString());
            }
        }
        return holding;
    }
}

package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;

/// Tokens: good once, for a day, known only by their hash.
final class TokensTest {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final Endpoint LISTENER = new Endpoint("10.0.0.1", 7023);

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    private NodeIdentity identity() throws IOException {
        return NodeIdentity.createCluster(directory, "mail", "server-1");
    }

    private Tokens open() throws IOException {
        return Tokens.open(NodeIdentity.tokens(directory), clock);
    }

    private static String refusal(Tokens.Claim claim) {
        assertThat(claim).isInstanceOf(Tokens.Claim.Refused.class);
        return ((Tokens.Claim.Refused) claim).sentence();
    }

    private static Tokens.Claim.Granted granted(Tokens.Claim claim) {
        assertThat(claim).isInstanceOf(Tokens.Claim.Granted.class);
        return (Tokens.Claim.Granted) claim;
    }

    @Test
    void aTokenIsGoodOnce() throws IOException {
        NodeIdentity identity = identity();
        Tokens tokens = open();
        EnrolmentToken token = tokens.issue(CLUSTER, identity, LISTENER);
        tokens.used(granted(tokens.claim(token.secret(), "one")), new NodeId(2));

        assertThat(refusal(tokens.claim(token.secret(), "two"))).contains("has been used already");
        assertThat(refusal(open().claim(token.secret(), "two")))
                .as("also after a restart")
                .contains("has been used already");
    }

    @Test
    void whoeverUsedItGetsTheSameNumberAgainWhenItsAnswerWasLost() throws IOException {
        NodeIdentity identity = identity();
        Tokens tokens = open();
        EnrolmentToken token = tokens.issue(CLUSTER, identity, LISTENER);
        tokens.used(granted(tokens.claim(token.secret(), "one")), new NodeId(2));

        assertThat(granted(open().claim(token.secret(), "one")).before()).isEqualTo(Optional.of(new NodeId(2)));
    }

    @Test
    void aTokenOutlivesARestartUnused() throws IOException {
        NodeIdentity identity = identity();
        EnrolmentToken token = open().issue(CLUSTER, identity, LISTENER);

        assertThat(granted(open().claim(token.secret(), "one")).before()).isEmpty();
    }

    @Test
    void aTokenExpiresAfterADay() throws IOException {
        NodeIdentity identity = identity();
        Tokens tokens = open();
        EnrolmentToken token = tokens.issue(CLUSTER, identity, LISTENER);
        now = now.plus(Tokens.VALIDITY).plus(Duration.ofSeconds(1));

        assertThat(refusal(tokens.claim(token.secret(), "one")))
                .startsWith("the token expired at 2026-01-02T00:00:00Z");
    }

    @Test
    void aTokenInUseIsKeptUntilItIsReleased() throws IOException {
        NodeIdentity identity = identity();
        Tokens tokens = open();
        EnrolmentToken token = tokens.issue(CLUSTER, identity, LISTENER);
        Tokens.Claim.Granted first = granted(tokens.claim(token.secret(), "one"));

        assertThat(refusal(tokens.claim(token.secret(), "two"))).contains("being used at this moment");
        tokens.release(first);
        assertThat(granted(tokens.claim(token.secret(), "two")).before()).isEmpty();
    }

    @Test
    void aTokenNobodyGaveOutIsUnknown() throws IOException {
        identity();

        assertThat(refusal(open().claim("00".repeat(16), "one"))).contains("not known");
    }

    @Test
    void theFileHoldsNoSecretAndNobodyElseReadsIt() throws IOException {
        NodeIdentity identity = identity();
        EnrolmentToken token = open().issue(CLUSTER, identity, LISTENER);
        Path file = NodeIdentity.tokens(directory);

        assertThat(Files.readString(file)).doesNotContain(token.secret());
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(token.toString()).doesNotContain(token.secret());
    }

    @Test
    void aDamagedFileOfTokensIsToldInOneSentence() throws IOException {
        NodeIdentity identity = identity();
        open().issue(CLUSTER, identity, LISTENER);
        Path file = NodeIdentity.tokens(directory);
        Files.writeString(file, "orion tokens 1\nbroken\n");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(file + " is damaged: line 2");
    }

    @Test
    void theTextOfATokenIsReadBack() throws IOException {
        EnrolmentToken token = issued();

        assertThat(EnrolmentToken.parse(" " + token.text() + "\n")).isEqualTo(token);
        assertThat(token.text()).matches("[A-Za-z0-9_-]{80,120}");
    }

    private EnrolmentToken issued() throws IOException {
        NodeIdentity identity = identity();
        return open().issue(CLUSTER, identity, LISTENER);
    }

    @Test
    void aTokenWithAnyCharacterWrongOrMissingIsNotTaken() throws IOException {
        String text = issued().text();
        for (int at = 0; at < text.length() - 1; at++) {
            String wrong = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
            String cut = text.substring(0, at);
            assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> EnrolmentToken.parse(wrong));
            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> EnrolmentToken.parse(cut))
                    .withMessageContaining("copy the whole line");
        }
    }

    @Test
    void whoeverTriesWrongTokensMustWait() throws IOException {
        WrongTokens wrong = new WrongTokens(clock);
        InetAddress guesser = InetAddress.ofLiteral("192.0.2.1");
        for (int i = 0; i < WrongTokens.MOST; i++) {
            assertThat(wrong.mustWait(guesser)).isFalse();
            wrong.note(guesser);
        }

        assertThat(wrong.mustWait(guesser)).isTrue();
        assertThat(wrong.mustWait(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
        now = now.plus(WrongTokens.WAIT).plusSeconds(1);
        assertThat(wrong.mustWait(guesser)).isFalse();
    }
}

package orion.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Role;

/// Who is known by a secret, and for how long.
final class AgreedTokensTest {
    private final SortedMap<String, ApiToken> agreed = new TreeMap<>();
    private Instant now = Instant.ofEpochSecond(1_000);
    private boolean member = true;
    private final ApiTokens tokens = new AgreedTokens(() -> member ? Optional.of(agreed) : Optional.empty(), () -> now);

    private void agree(String name, String secret, Role role) throws Exception {
        String proof = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        agreed.put(name, new ApiToken(name, proof, new TreeSet<>(List.of(role)), 2_000));
    }

    private Optional<Caller> caller(String secret) {
        return tokens.judge(secret).caller();
    }

    @Test
    void onlyTheWholeSecretOfATokenThatIsAgreedOnNamesItsOwner() throws Exception {
        agree("watch", "s3cret", Role.VIEWER);
        agree("night", "other", Role.OPERATOR);

        assertThat(caller("s3cret")).contains(new Caller("token watch", new TreeSet<>(List.of(Role.VIEWER))));
        assertThat(caller("other")).contains(new Caller("token night", new TreeSet<>(List.of(Role.OPERATOR))));
        assertThat(caller("s3cre")).isEmpty();
        assertThat(caller("s3cret ")).isEmpty();
        assertThat(caller("")).isEmpty();
        assertThat(caller(agreed.values().iterator().next().proof()))
                .as("the proof proves nothing")
                .isEmpty();
        agreed.remove("watch");
        assertThat(caller("s3cret")).isEmpty();
    }

    @Test
    void whoeverWouldNotHearOfARemovalBelievesNobody() throws Exception {
        agree("watch", "s3cret", Role.VIEWER);
        assertThat(tokens.judge("s3cret").obstacle()).isEmpty();

        member = false;

        assertThat(caller("s3cret")).isEmpty();
        assertThat(tokens.judge("s3cret").obstacle())
                .hasValueSatisfying(text -> assertThat(text).contains("no member", "ask another node"));
    }

    @Test
    void aTokenEndsInItsLastSecond() throws Exception {
        agree("watch", "s3cret", Role.VIEWER);
        now = Instant.ofEpochSecond(1_999);
        assertThat(caller("s3cret")).isPresent();
        now = Instant.ofEpochSecond(2_000);
        assertThat(caller("s3cret")).isEmpty();
    }
}

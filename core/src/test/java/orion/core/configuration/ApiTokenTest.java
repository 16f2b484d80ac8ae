package orion.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What a token may be, and what is said of it.
final class ApiTokenTest {
    private static final String PROOF = "0123456789abcdef".repeat(4);
    private static final long DAY = 86_400;

    private static ApiToken token(String proof, long expires, Role... roles) {
        return new ApiToken("ci", proof, new TreeSet<>(List.of(roles)), expires);
    }

    @Test
    void itSaysWhatItAllowsAndUntilWhenAndNeverItsProof() {
        ApiToken token = token(PROOF, 1_800_000_000L, Role.SCRIPT_AUTHOR, Role.ADMINISTRATOR);

        assertThat(token.words()).isEqualTo("administrator and script-author, until 2027-01-15");
        assertThat(token).hasToString("token ci (administrator and script-author, until 2027-01-15)");
    }

    @Test
    void itsDayIsThatOfTheCalendar() {
        for (long day = 0; day < 200 * 366; day++) {
            for (long second : new long[] {0, DAY - 1}) {
                long seconds = Math.max(1, day * DAY + second);
                assertThat(token(PROOF, seconds, Role.VIEWER).lastDay())
                        .isEqualTo(Instant.ofEpochSecond(seconds)
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .toString());
            }
        }
    }

    @Test
    void whatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> token(PROOF, 0, Role.VIEWER));
        assertThatIllegalArgumentException().isThrownBy(() -> token(PROOF, 253_402_300_800L, Role.VIEWER));
        assertThatIllegalArgumentException().isThrownBy(() -> token(PROOF, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> token("A" + PROOF.substring(1), 1, Role.VIEWER));
        assertThat(token(PROOF, 253_402_300_799L, Role.VIEWER).lastDay()).isEqualTo("9999-12-31");
    }
}

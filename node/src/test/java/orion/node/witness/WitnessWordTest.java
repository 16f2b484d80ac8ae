package orion.node.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import orion.core.configuration.Endpoint;
import orion.node.board.DiskLocation;

/// The word of a witness, as people copy it and as they see it.
final class WitnessWordTest {
    private static final WitnessWord WORD =
            new WitnessWord(new Endpoint("10.0.0.9", 7024), "ab".repeat(32), "cd".repeat(32));

    @Test
    void aWordIsOneWordThatReadsBack() {
        assertThat(WORD.text()).matches("witness:[A-Za-z0-9_-]+");
        assertThat(WitnessWord.parse(WORD.text() + "\n")).isEqualTo(WORD);
        assertThat(DiskLocation.parse(WORD.text())).isEqualTo(new DiskLocation.Witness(WORD));
        assertThat(DiskLocation.parse("/dev/sdb")).isInstanceOf(DiskLocation.Local.class);
    }

    @Test
    void whatPeopleSeeOfItHasNoSecret() {
        DiskLocation disk = new DiskLocation.Witness(WORD);
        assertThat(WORD).hasToString("witness:10.0.0.9:7024");
        assertThat(disk).hasToString("witness:10.0.0.9:7024");
        assertThat(disk.text()).isEqualTo(WORD.text());
    }

    @Test
    void aDamagedWordIsRefusedWithoutRepeatingIt() {
        String text = WORD.text();
        for (int at = WitnessWord.BEGINNING.length(); at < text.length(); at++) {
            String shorter = text.substring(0, at) + text.substring(at + 1);
            String other = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
            for (String damaged : new String[] {shorter, other}) {
                assertThatThrownBy(() -> WitnessWord.parse(damaged))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the witness word cannot be read: a character is missing or wrong; copy the whole"
                                + " line that 'orion witness word' prints");
            }
        }
        assertThatThrownBy(() -> WitnessWord.parse(text.substring(8)))
                .hasMessageStartingWith("a witness word begins with 'witness:'");
    }

    @Test
    void twoWordsOfOneWitnessNameTheSameDisk() {
        DiskLocation disk = new DiskLocation.Witness(WORD);
        DiskLocation elsewhere =
                new DiskLocation.Witness(new WitnessWord(new Endpoint("10.1.0.9", 7024), WORD.fingerprint(), "00"));
        DiskLocation another =
                new DiskLocation.Witness(new WitnessWord(new Endpoint("10.0.0.8", 7024), "ef".repeat(32), "00"));
        assertThat(disk.isSame(elsewhere)).isTrue();
        assertThat(disk.isSame(another)).isFalse();
    }
}

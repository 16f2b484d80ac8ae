package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import orion.supervisor.monitor.Verdict.Sign;

/// An agent that speaks SNMP is told apart from one that does not, and from none.
final class SnmpProbeTest {
    private static final int TAG_OF_REQUEST = 0xA0;

    private static Verdict ask(UnaryOperator<byte[]> answer) throws Exception {
        return ask("secret", answer);
    }

    /// Asks somebody who answers each datagram with what is made of it.
    private static Verdict ask(String community, UnaryOperator<byte[]> answer) throws Exception {
        try (DatagramSocket agent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofVirtual().start(() -> {
                try {
                    DatagramPacket question = new DatagramPacket(new byte[500], 500);
                    agent.receive(question);
                    byte[] bytes = answer.apply(Arrays.copyOf(question.getData(), question.getLength()));
                    agent.send(new DatagramPacket(bytes, bytes.length, question.getSocketAddress()));
                } catch (IOException over) {
                    return;
                }
            });
            return new SnmpProbe(
                            new URI("snmp://" + community + "@127.0.0.1:" + agent.getLocalPort()),
                            Duration.ofSeconds(20))
                    .look();
        }
    }

    /// Where the request begins: behind the version and the community.
    private static int request(byte[] question) {
        for (int i = 0; i < question.length; i++) {
            if ((question[i] & 0xff) == TAG_OF_REQUEST) {
                return i;
            }
        }
        throw new IllegalArgumentException("no request");
    }

    /// The question as its own answer, with one byte of the request changed.
    private static byte[] changed(byte[] question, int behind, int value) {
        question[request(question)] = (byte) 0xA2;
        byte[] answer = question.clone();
        for (int i = 0; i < answer.length; i++) {
            if ((answer[i] & 0xff) == 0xA2) {
                answer[i + behind] = (byte) value;
                break;
            }
        }
        return answer;
    }

    @Test
    void anAnswerIsASignOfLife() throws Exception {
        assertThat(ask(question -> changed(question, 0, 0xA2)).sign()).isEqualTo(Sign.USEFUL);
    }

    @Test
    void theQuestionIsTheOneThatSnmpgetAsks() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        ask(question -> {
            asked.add(HexFormat.of().formatHex(question));
            return question;
        });

        // As by: snmpget -v1 -c secret HOST 1.3.6.1.2.1.1.3.0; the number of the question differs each time.
        assertThat(asked)
                .singleElement()
                .asString()
                .matches("3029" + "020100" + "0406736563726574" + "a01c" + "0204[0-9a-f]{8}" + "020100" + "020100"
                        + "300e300c06082b060102010103000500");
    }

    @Test
    void aCommunityMayBeLong() throws Exception {
        String community = "c".repeat(180);
        assertThat(ask(community, question -> changed(question, 0, 0xA2)).sign())
                .isEqualTo(Sign.USEFUL);
        assertThat(ask(community, question -> changed(question, 10, 5)).detail())
                .contains("answers with an error");
    }

    @Test
    void itsOwnQuestionIsNoAnswer() throws Exception {
        assertThat(ask(question -> question).detail()).contains("answers something that is no SNMP");
    }

    @Test
    void anErrorIsNot() throws Exception {
        // Behind the tag and the length: the number of the question in six bytes, then the error.
        assertThat(ask(question -> changed(question, 10, 5)).detail()).contains("answers with an error");
    }

    @Test
    void anAnswerToAnotherQuestionIsNot() throws Exception {
        assertThat(ask(question -> changed(question, 4, 0)).detail()).contains("answers another question");
    }

    @Test
    void noiseIsNot() throws Exception {
        Random random = new Random(161);
        for (int round = 0; round < 30; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(ask(question -> noise).sign()).isEqualTo(Sign.USELESS);
        }
    }

    @Test
    void anAnswerThatIsSpoiltAnywhereDoesNoHarm() throws Exception {
        Random random = new Random(162);
        int useful = 0;
        for (int round = 0; round < 400; round++) {
            Verdict verdict = ask(question -> {
                byte[] answer = changed(question, 0, 0xA2);
                for (int spoilt = random.nextInt(1, 4); spoilt > 0; spoilt--) {
                    answer[random.nextInt(answer.length)] = (byte) random.nextInt(256);
                }
                return Arrays.copyOf(answer, random.nextInt(10) == 0 ? random.nextInt(answer.length) : answer.length);
            });
            useful += verdict.sign() == Sign.USEFUL ? 1 : 0;
            assertThat(verdict.sign()).isIn(Sign.USEFUL, Sign.USELESS);
        }
        // Most of an answer is of no interest; what is has to be right.
        assertThat(useful).isBetween(1, 399);
    }

    @Test
    void theCommunityIsNotShown() throws Exception {
        Verdict nobody = new SnmpProbe(new URI("snmp://secret@127.0.0.1:1"), Duration.ofSeconds(5)).look();

        assertThat(nobody.sign()).isEqualTo(Sign.ABSENT);
        assertThat(nobody.detail()).doesNotContain("secret");
    }
}

package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever is done to a file of resources, the answer is definitions or one sentence, never anything else.
final class ResourceFileFuzzTest {
    private static final String GOOD = """
            resources:
              web:
                nodes: [node2, node1]   # in this order
                load-timeout: 30
                start: auto
                parts:
                  - volume: {device: /dev/sdb, type: ext4, mount: /srv/web}
                  - address: 192.0.2.10/24
                  - service:
                      command: "/usr/sbin/nginx -g 'daemon off;'"
                      environment: {PORT: 8080}
                      ready: tcp 192.0.2.10:80
              mail:
                parts:
                  - script: {load: /etc/l, unload: /etc/u}
            """;
    private static final String PIECES = " :-[]{}#&*!|>'\"%@`,\n\t?\\0a~\u0085\ufeff\ud83d";

    @Test
    void aDamagedFileIsReadOrRefusedInOneSentence() {
        int refused = 0;
        for (long seed = 0; seed < 4_000; seed++) {
            String text = damaged(new Random(seed));
            try {
                assertThat(ResourceFile.parse("f", text)).as("seed %d", seed).isNotEmpty();
            } catch (DefinitionException refusal) {
                refused++;
                assertThat(refusal)
                        .as("seed %d", seed)
                        .message()
                        .startsWith("f")
                        .endsWith(".")
                        .doesNotContainPattern("\\p{Cntrl}|orion\\.|snakeyaml");
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private static String damaged(Random random) {
        StringBuilder text = new StringBuilder(GOOD);
        int damages = 1 + random.nextInt(4);
        for (int i = 0; i < damages; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                case 2 -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
            }
        }
        return text.toString();
    }
}

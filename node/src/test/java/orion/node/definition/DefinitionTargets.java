package orion.node.definition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import orion.node.fuzz.Target;

/// The files that administrators write.
public final class DefinitionTargets {
    private static final String RESOURCES = """
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
    private static final String FENCING = """
            devices:
              rack: {agent: fence_apc, timeout: 20, options: {ip: 192.0.2.1, password: "x"}}
            nodes:
              n1: {levels: [[rack]], after: 1500ms}
            """;

    private DefinitionTargets() {}

    private interface Reader {
        void read(String text) throws DefinitionException;
    }

    /// All of them.
    public static List<Target> all() {
        return List.of(
                target("resource files", RESOURCES, text -> ResourceFile.parse("f", text)),
                target("fencing files", FENCING, text -> FencingFile.parse("f", text)));
    }

    private static Target target(String name, String seed, Reader reader) {
        return new Target(
                name,
                List.of(seed.getBytes(StandardCharsets.UTF_8)),
                10_000,
                4_000,
                input -> read(reader, input),
                new Target.Limit(2_000_000, 2_000));
    }

    private static Optional<byte[]> read(Reader reader, byte[] input) {
        try {
            reader.read(new String(input, StandardCharsets.UTF_8));
            return Optional.of(input);
        } catch (DefinitionException refused) {
            String told = String.valueOf(refused.getMessage());
            boolean ours = told.startsWith("f")
                    && told.endsWith(".")
                    && told.chars().noneMatch(Character::isISOControl)
                    && !told.contains("orion.")
                    && !told.contains("snakeyaml");
            if (!ours) {
                throw new IllegalStateException("this is not one sentence: " + told, refused);
            }
            return Optional.empty();
        }
    }
}

package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Amounts;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// What is written is read as the same again, whatever is in it; and what is usual is left out.
final class DefinitionWriterTest {
    private static final int CONFIGURATIONS = 2_000;
    /// What a reader of YAML may take for something else.
    private static final List<String> NASTY = List.of(
            "true",
            "no",
            "null",
            "~",
            "12",
            "0x1f",
            "1e3",
            "- a",
            "a: b",
            "#",
            "a #b",
            "'",
            "\"",
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "`",
            "{",
            "[",
            "|",
            ">",
            "",
            " a ",
            "\u017elut\u00fd",
            "\ud83d\ude00",
            "a\\b",
            "=",
            "<<",
            "2026-11-23",
            "x".repeat(300),
            "a b ".repeat(60));

    @Test
    void whatIsWrittenIsReadAsTheSame() throws DefinitionException {
        for (int seed = 0; seed < CONFIGURATIONS; seed++) {
            ClusterConfiguration configuration = new Drawn(seed).configuration();
            String text = DefinitionWriter.text(configuration);

            Definitions read = ResourceFile.read("seed " + seed, text);

            assertThat(read.resources())
                    .as("seed %d:%n%s", seed, text)
                    .containsExactlyElementsOf(configuration.resources().values());
            SortedMap<String, Amounts> capacities = new TreeMap<>();
            configuration.nodes().values().stream()
                    .filter(node -> !node.capacity().equals(Amounts.NONE))
                    .forEach(node -> capacities.put(node.name(), node.capacity()));
            assertThat(read.capacities()).as("seed %d", seed).isEqualTo(capacities);
        }
    }

    @Test
    void whatIsUsualIsLeftOut() {
        ResourceDefinition plain = new ResourceDefinition("web", List.of(new PartDefinition.Unit("nginx.service")));

        assertThat(DefinitionWriter.text(new Drawn(1).with(Map.of("web", plain), Amounts.NONE)))
                .isEqualTo("""
                        resources:
                          web:
                            parts:
                              - service:
                                  unit: nginx.service
                        """);
    }

    /// Anything that a cluster may consist of.
    private static final class Drawn {
        private final Random random;

        Drawn(int seed) {
            this.random = new Random(seed);
        }

        ClusterConfiguration configuration() {
            Map<String, ResourceDefinition> resources = new TreeMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                ResourceDefinition resource = resource("r" + i);
                resources.put(resource.name(), resource);
            }
            return with(resources, random.nextBoolean() ? Amounts.NONE : amounts());
        }

        ClusterConfiguration with(Map<String, ResourceDefinition> resources, Amounts capacity) {
            NodeDefinition node =
                    new NodeDefinition(new NodeId(1), "n1", List.of(new Endpoint("10.0.0.1", 7023)), capacity);
            return new ClusterConfiguration(
                    "harbour",
                    1,
                    Timing.STANDARD,
                    1,
                    60,
                    1,
                    new TreeMap<>(Map.of(node.id(), node)),
                    new TreeMap<>(resources));
        }

        private ResourceDefinition resource(String name) {
            List<PartDefinition> parts = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(7); i++) {
                PartDefinition part = part();
                if (!parts.contains(part)) {
                    parts.add(part);
                }
            }
            return new ResourceDefinition(
                    name,
                    parts,
                    random.nextBoolean() ? List.of() : List.of("n1", "true", "12"),
                    1 + random.nextInt(900),
                    600,
                    policy());
        }

        private PartDefinition part() {
            return switch (random.nextInt(8)) {
                case 0 -> new PartDefinition.Address("10.0.0." + random.nextInt(200) + "/24", maybe(() -> "eth0"));
                case 1 ->
                    new PartDefinition.Volume("/dev/a b", "ext4", "/srv/x: y", random.nextBoolean() ? "" : "ro,nodev");
                case 2, 3 ->
                    new PartDefinition.Command(
                            words(1), words(0), 1 + random.nextInt(30), texts(), maybe(() -> "192.0.2.10:80"));
                case 4 -> new PartDefinition.Unit("nginx@" + random.nextInt(9) + ".service");
                case 5 -> new PartDefinition.Script("/etc/l " + random.nextInt(9), "/etc/u", maybe(() -> "/etc/#m"));
                case 6 -> new PartDefinition.Ocf("heartbeat", "IPaddr2", texts());
                default ->
                    new PartDefinition.Licences(
                            "10.0.0.9", random.nextBoolean() ? List.of() : List.of(80, 443), 1 + random.nextInt(99));
            };
        }

        private List<String> words(int least) {
            if (least == 0 && random.nextBoolean()) {
                return List.of();
            }
            List<String> words = new ArrayList<>(List.of("/bin/true"));
            for (int i = random.nextInt(4); i > 0; i--) {
                words.add(random.nextInt(6) == 0 ? "two\nlines\tand a tab\n" : text());
            }
            return words;
        }

        private Map<String, String> texts() {
            Map<String, String> texts = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                texts.put(List.of("no", "PATH", "y", "_1").get(random.nextInt(4)), text());
            }
            return texts;
        }

        private String text() {
            return NASTY.get(random.nextInt(NASTY.size()));
        }

        private Amounts amounts() {
            return new Amounts(new TreeMap<>(Map.of("cpu", random.nextInt(9), "no", 1_000_000)));
        }

        private ResourcePolicy policy() {
            boolean follows = random.nextInt(4) == 0;
            return new ResourcePolicy(
                    random.nextBoolean() ? Mode.AUTO : Mode.MANUAL,
                    random.nextBoolean() ? Mode.AUTO : Mode.MANUAL,
                    List.of(Mode.values()).get(random.nextInt(3)),
                    random.nextInt(3) * 60,
                    random.nextBoolean(),
                    follows,
                    random.nextBoolean()
                            ? MonitoringPolicy.USUAL
                            : new MonitoringPolicy(
                                    7,
                                    9,
                                    1 + random.nextInt(2),
                                    random.nextInt(4),
                                    60,
                                    MonitoringPolicy.Action.MIGRATE),
                    random.nextBoolean() ? FailoverLimit.USUAL : new FailoverLimit(2, 60, random.nextInt(3)),
                    new PlacementPolicy(
                            follows || random.nextBoolean() ? List.of() : List.of("off", "sites"),
                            random.nextInt(3),
                            random.nextBoolean() ? List.of() : List.of("db"),
                            random.nextBoolean() ? Amounts.NONE : amounts()));
        }

        private Optional<String> maybe(Supplier<String> text) {
            return random.nextBoolean() ? Optional.of(text.get()) : Optional.empty();
        }
    }
}

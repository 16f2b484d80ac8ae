package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// Files of resources: what they mean, and what is said about those that mean nothing.
final class ResourceFileTest {
    private static final String MINIMAL = "resources:\n  web:\n    parts:\n      - service: {unit: nginx.service}\n";

    @Test
    void everyFieldIsRead() throws Exception {
        List<ResourceDefinition> resources = ResourceFile.parse("web.yaml", """
                resources:
                  web:
                    nodes: [node2, node1]
                    load-timeout: 30
                    unload-timeout: 40
                    start: manual
                    failover: manual
                    failback: auto
                    failback-after: 300
                    ignore-quorum: true
                    follows-master: true
                    parts:
                      - volume: {device: /dev/disk/by-id/x, type: xfs, mount: /srv/web, options: noatime}
                      - address: 192.0.2.10/24
                      - address: {address: "2001:db8::10/64", device: eth1}
                      - service:
                          command: [/usr/sbin/nginx, -g, daemon off;]
                          stop: /usr/sbin/nginx -s quit
                          stop-timeout: 5
                          environment: {PORT: 8080, MODE: "a b"}
                          ready: tcp 192.0.2.10:80
                      - service: {unit: extra.service}
                      - script: {load: /etc/l, unload: /etc/u, monitor: /etc/m}
                      - ocf: {agent: heartbeat:IPaddr2, parameters: {ip: 192.0.2.11, cidr_netmask: 24}}
                      - ocf: ocf:heartbeat:Dummy
                      - licences: {address: 192.0.2.10, ports: [80, 443], units: 50}
                """);

        assertThat(resources)
                .containsExactly(new ResourceDefinition(
                        "web",
                        List.of(
                                new PartDefinition.Volume("/dev/disk/by-id/x", "xfs", "/srv/web", "noatime"),
                                new PartDefinition.Address("192.0.2.10/24", Optional.empty()),
                                new PartDefinition.Address("2001:db8::10/64", Optional.of("eth1")),
                                new PartDefinition.Command(
                                        List.of("/usr/sbin/nginx", "-g", "daemon off;"),
                                        List.of("/usr/sbin/nginx", "-s", "quit"),
                                        5,
                                        Map.of("PORT", "8080", "MODE", "a b"),
                                        Optional.of("192.0.2.10:80")),
                                new PartDefinition.Unit("extra.service"),
                                new PartDefinition.Script("/etc/l", "/etc/u", Optional.of("/etc/m")),
                                new PartDefinition.Ocf(
                                        "heartbeat", "IPaddr2", Map.of("ip", "192.0.2.11", "cidr_netmask", "24")),
                                new PartDefinition.Ocf("heartbeat", "Dummy", Map.of()),
                                new PartDefinition.Licences("192.0.2.10", List.of(80, 443), 50)),
                        List.of("node2", "node1"),
                        30,
                        40,
                        ResourcePolicy.USUAL
                                .withStart(Mode.MANUAL)
                                .withFailover(Mode.MANUAL)
                                .withFailback(Mode.AUTO, 300)
                                .ignoringQuorum()
                                .followingMaster()));
    }

    @Test
    void aResourceMayBeKeptApartFromOthersAndComeFirst() throws Exception {
        String good = MINIMAL.replace(
                "    parts:", "    apart: [agents, disks]\n    priority: 7\n    after: [db]\n    parts:");
        assertThat(ResourceFile.parse("f", good).getFirst().policy().placement())
                .isEqualTo(new PlacementPolicy(List.of("agents", "disks"), 7, List.of("db")));
        String bad = MINIMAL.replace("    parts:", "    follows-master: true\n    apart: [agents]\n    parts:");
        assertThatThrownBy(() -> ResourceFile.parse("f", bad))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("follows-master and apart exclude each other");
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        assertThat(ResourceFile.parse("f", MINIMAL))
                .containsExactly(new ResourceDefinition("web", List.of(new PartDefinition.Unit("nginx.service"))));
    }

    @Test
    void resourcesKeepTheOrderOfTheFile() throws Exception {
        String two = "resources:\n  b: {parts: [service: {unit: b.service}]}\n  a: {parts: [address: 192.0.2.1/24]}\n";

        assertThat(ResourceFile.parse("f", two))
                .extracting(ResourceDefinition::name)
                .containsExactly("b", "a");
    }

    @Test
    void aCommandLineIsTakenApartLikeInAShellButWithoutOne() throws Exception {
        String file = "resources: {x: {parts: [{service: {command: \"/bin/a 'b c' d\\\\ e \\\"f $g\\\" *\"}}]}}";

        assertThat(ResourceFile.parse("f", file).getFirst().parts())
                .containsExactly(new PartDefinition.Command(List.of("/bin/a", "b c", "d e", "f $g", "*")));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsWrongIsToldWithFileLineAndField(String text, String message) {
        assertThatThrownBy(() -> ResourceFile.parse("web.yaml", text))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(message)
                .message()
                .hasLineCount(1);
    }

    static Stream<Arguments> broken() {
        return Stream.concat(brokenResources(), brokenParts());
    }

    /// As `orion export` writes them.
    @Test
    void aFileMaySayThatThereIsNoResourceOrSpeakOfNodesOnly() throws DefinitionException {
        assertThat(ResourceFile.parse("f", "resources: {}\n")).isEmpty();
        assertThat(ResourceFile.read("f", "nodes: {n1: {capacity: {memory: 7}}}\n")
                        .capacities())
                .containsOnlyKeys("n1");
    }

    private static Stream<Arguments> brokenResources() {
        return Stream.of(
                Arguments.of("", "web.yaml: the file is empty; it must begin with 'resources:'."),
                Arguments.of(
                        "resources:\n",
                        "web.yaml, line 1: resources: must be a group of 'name: value' lines, not nothing."),
                Arguments.of("- a\n", "web.yaml, line 1: must be a group of 'name: value' lines, not a list."),
                Arguments.of(
                        "cluster: x\n", "web.yaml, line 1: 'cluster' is not known here; known are resources, nodes."),
                Arguments.of(
                        MINIMAL + "    colour: red\n",
                        "web.yaml, line 5: resources.web: 'colour' is not known here; known are nodes, parts,"
                                + " load-timeout, unload-timeout, start, failover, failback, failback-after, ignore-quorum, follows-master, apart, priority, after, needs, monitor, failovers."),
                Arguments.of(
                        MINIMAL + "    load-timeout: soon\n",
                        "web.yaml, line 5: resources.web.load-timeout: must be a whole number, not 'soon'."),
                Arguments.of(
                        MINIMAL + "    load-timeout: 99999999999\n",
                        "web.yaml, line 5: resources.web.load-timeout: '99999999999' is not a whole number that can be"
                                + " used here."),
                Arguments.of(
                        MINIMAL + "    load-timeout: 0\n",
                        "web.yaml, line 3: resources.web: load time-out of resource web must be 1 to 86400 seconds,"
                                + " not 0."),
                Arguments.of(
                        MINIMAL + "    start: sometimes\n",
                        "web.yaml, line 5: resources.web.start: must be auto or manual, not 'sometimes'."),
                Arguments.of(
                        MINIMAL + "    ignore-quorum: yes\n",
                        "web.yaml, line 5: resources.web.ignore-quorum: must be true or false, not 'yes'."),
                Arguments.of(
                        MINIMAL + "    nodes: node1\n",
                        "web.yaml, line 5: resources.web.nodes: must be a list, not 'node1'."),
                Arguments.of(
                        MINIMAL + "    nodes: [a, a]\n",
                        "web.yaml, line 3: resources.web: resource web names a preferred node twice: a, a."),
                Arguments.of(MINIMAL + "  web: {}\n", "web.yaml, line 5: resources: 'web' is there twice."),
                Arguments.of(
                        "resources:\n  web: {nodes: [a]}\n",
                        "web.yaml, line 2: resources.web: needs 'parts', the list of what the resource consists of."));
    }

    private static Stream<Arguments> brokenParts() {
        return Stream.of(
                part(
                        "disk: {}",
                        "[0]: 'disk' is not known here; known are volume, address, service, script, ocf, licences."),
                part(
                        "{address: 192.0.2.1/24, script: {}}",
                        "[0]: must have exactly one kind (volume, address, service, script, ocf, licences), not 2; begin each part"
                                + " with a hyphen of its own."),
                part("volume: {device: /dev/a, type: ext4}", "[0].volume: needs 'mount'."),
                part(
                        "ocf: {agent: IPaddr2}",
                        "[0].ocf.agent: must be a provider and a type, such as heartbeat:IPaddr2, not 'IPaddr2'."),
                part("ocf: {parameters: {a: b}}", "[0].ocf: needs 'agent'."),
                part(
                        "volume: {device: /dev/a, type: btrfs, mount: /srv}",
                        "[0].volume: file system type \"btrfs\" of volume /dev/a is not known; ext4 and xfs are."),
                part("service: {stop: x}", "[0].service: needs 'command' or 'unit'."),
                part(
                        "service: {unit: a.service, command: x}",
                        "[0].service: a service with 'unit' is started and stopped by systemd and has no other"
                                + " fields."),
                part("service: {command: []}", "[0].service.command: must name a program."),
                part("service: {command: \"a 'b\"}", "[0].service.command: the quote ' is opened and never closed."),
                part(
                        "service: {command: a, ready: http}",
                        "[0].service.ready: must look like 'tcp 192.0.2.10:80', not 'http'."),
                part(
                        "service: {command: a, environment: {A: }}",
                        "[0].service.environment.A: must be text, not nothing."),
                part("service: {command: [a, [b]]}", "[0].service.command[1]: must be text, not a list."));
    }

    private static Arguments part(String part, String complaint) {
        return Arguments.of(
                "resources:\n  web:\n    parts:\n      - " + part + "\n",
                "web.yaml, line 4: resources.web.parts" + complaint);
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void tricksOfYamlAreRefused(String text, String complaint) {
        assertThatThrownBy(() -> ResourceFile.parse("f", text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(complaint)
                .message()
                .hasLineCount(1);
    }

    static Stream<Arguments> tricks() {
        return Stream.of(
                Arguments.of("a: &x 1\nb: *x\n", "line 1: a value that begins with & is an anchor, which is not read"),
                Arguments.of("a: &x [1]\n", "line 1: a value that begins with & is an anchor, which is not read"),
                Arguments.of("a: 1\nb: *x\n", "line 2: a value that begins with * is an alias, which is not read"),
                Arguments.of("a: !!java.net.URL [x]\n", "line 1: a value that begins with ! is a tag"),
                Arguments.of("a: !!str 1\n", "line 1: a value that begins with ! is a tag"),
                Arguments.of("a: 1\n---\nb: 1\n", "line 2: a second document begins here"),
                Arguments.of("[".repeat(100_000), "line 1: more than 16 levels"),
                Arguments.of(
                        "resources: [" + "1,\n".repeat(60_000) + "1]",
                        "line 49998: the file has more than 50000 keys and values; divide it"),
                Arguments.of("a: b\n\tc: d\n", "line 2: this is not YAML"),
                Arguments.of("a: \"b", "this is not YAML"),
                Arguments.of("a: \u0000", "this is not YAML"),
                Arguments.of("? [a]\n: b\n", "this is not YAML: Non scalar key"),
                Arguments.of("a: 1\n".repeat(300_000), "characters, at most 1048576 are read"));
    }
}

package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.ControlReply;

/// Every request that the command line can make of a daemon, in sense and nonsense, over its socket.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ControlDeskTest {
    private final RunningDaemon daemon;
    private final Scripts scripts;

    ControlDeskTest(@TempDir Path folder) throws Exception {
        scripts = new Scripts(folder);
        daemon = RunningDaemon.start(folder);
    }

    @BeforeAll
    void awaitMember() throws Exception {
        daemon.awaitMember();
    }

    @AfterAll
    void stop() throws Exception {
        daemon.close();
    }

    private void refuses(String sentence, String verb, String... words) throws Exception {
        ControlReply reply = daemon.ask(verb, words);
        assertThat(reply.done()).as("%s: %s", verb, reply.text()).isFalse();
        assertThat(reply.text()).contains(sentence).doesNotContain("Exception").doesNotContain("\n");
    }

    private String define(String name) throws Exception {
        return "resources: {%s: {start: manual, parts: [{script: {load: %s, unload: %s}}]}}"
                .formatted(name, scripts.script(name + "-load", "exit 0"), scripts.script(name + "-unload", "exit 0"));
    }

    @Test
    void aResourceLivesFromItsDefinitionToItsDeletion() throws Exception {
        assertThat(daemon.ask("apply", define("web"), "web.yaml").done()).isTrue();
        assertThat(daemon.ask("online", "web").done()).isTrue();
        daemon.awaitPhase("web", "Running");
        refuses("offline", "delete", "web");
        assertThat(daemon.ask("offline", "web").done()).isTrue();
        daemon.awaitPhase("web", "Offline");
        assertThat(daemon.ask("online", "web", "n1").done()).isTrue();
        daemon.awaitPhase("web", "Running");
        assertThat(daemon.ask("offline", "web").done()).isTrue();
        daemon.awaitPhase("web", "Offline");
        assertThat(daemon.ask("delete", "web").done()).isTrue();
        refuses("there is no resource web", "online", "web");
    }

    @Test
    void aDryRunSaysWhatApplyingWouldAndChangesNothing() throws Exception {
        String address = "resources: {%s: {start: manual, nodes: [%s], parts: [{address: 10.99.0.1/24}]}}";
        assertThat(daemon.ask("apply", address.formatted("dry_one", "n1"), "one.yaml")
                        .done())
                .isTrue();
        refuses("resource dry_two prefers node n9", "check", address.formatted("dry_two", "n9"), "two.yaml");
        refuses(
                "resource dry_two wants address 10.99.0.1, which belongs to resource dry_one",
                "check",
                address.formatted("dry_two", "n1"),
                "two.yaml");
        String twice =
                "resources: {dry_three: {parts: [{address: 10.99.0.3/24}]}, dry_four: {parts: [{address: 10.99.0.3/24}]}}";
        refuses("wants address 10.99.0.3, which belongs to resource dry_", "check", twice, "twice.yaml");
        refuses("bad.yaml", "check", "resources: [", "bad.yaml");
        refuses("the request lacks the file name", "check", "resources: {}");

        String good = "resources: {dry_one: {start: manual, parts: [{address: 10.99.0.2/24}]},"
                + " dry_two: {parts: [{address: 10.99.0.1/24}]}}";
        assertThat(daemon.ask("check", good, "good.yaml").text())
                .isEqualTo("dry_one: changed, nothing is stopped or moved; dry_two: created, starts on n1");
        assertThat(daemon.ask("check", address.formatted("dry_one", "n1"), "one.yaml")
                        .text())
                .isEqualTo("nothing to do: the cluster is already as it is to be");
        refuses("there is no resource dry_two", "delete", "dry_two");
        assertThat(daemon.ask("delete", "dry_one").done()).isTrue();
    }

    private String warnings() throws Exception {
        return daemon.ask("status").status().orElseThrow().warnings().toString();
    }

    @Test
    void maintenanceBeginsAndEndsAsAsked() throws Exception {
        assertThat(daemon.ask("maintenance", "on", "cluster", "", "1800").text())
                .startsWith("cluster harbour is in maintenance for 30 min");
        assertThat(daemon.ask("maintenance", "on", "node", "n1").text())
                .startsWith("node n1 is in maintenance until 'orion maintenance off --node n1'");
        assertThat(warnings()).contains("cluster harbour is in maintenance", "node n1 is in maintenance");
        refuses("there is no resource ghost", "maintenance", "on", "resource", "ghost");
        refuses("there is no node n9", "maintenance", "off", "node", "n9");
        refuses("there is no maintenance of a 'disk'", "maintenance", "on", "disk", "sda");
        refuses("'soon' is not a number of seconds", "maintenance", "on", "cluster", "", "soon");
        refuses("is not a number of seconds", "maintenance", "on", "cluster", "", "9223372036854775807");
        refuses("there is no maintenance without any time", "maintenance", "on", "cluster", "", "0");
        refuses("the request lacks the name", "maintenance", "on", "cluster");

        assertThat(daemon.ask("maintenance", "off", "cluster", "").text())
                .isEqualTo("maintenance of cluster harbour is over; still in maintenance: node n1");
        assertThat(daemon.ask("maintenance", "off", "node", "n1").done()).isTrue();
        assertThat(warnings()).doesNotContain("maintenance");
    }

    @Test
    void unknownResourcesAndNodesAreNamedWithTheCommandThatListsThem() throws Exception {
        refuses("there is no resource ghost; 'orion resources'", "online", "ghost");
        refuses("there is no resource ghost; 'orion resources'", "offline", "ghost");
        refuses("there is no resource ghost; 'orion resources'", "delete", "ghost");
        refuses("there is no resource ghost; 'orion resources'", "migrate", "ghost", "n1");
        refuses("there is no node n9 in cluster harbour; 'orion view'", "online", "ghost", "n9");
        refuses("there is no node n9 in cluster harbour; 'orion view'", "migrate", "ghost", "n9");
        refuses("there is no node n9 that was ever in cluster harbour", "confirm-off", "n9");
        refuses("n1 answers itself, so its host has power; ask on another node once it has none", "confirm-off", "n1");
    }

    @Test
    void aRequestThatLacksAWordSaysWhich() throws Exception {
        refuses("the request lacks the resource", "online");
        refuses("the request lacks the resource", "offline");
        refuses("the request lacks the resource", "delete");
        refuses("the request lacks the node", "migrate", "web");
        refuses("the request lacks the definition", "apply");
        refuses("the request lacks the file name", "apply", "resources: {}");
        refuses("the request lacks the node", "confirm-off");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() throws Exception {
        refuses("the daemon does not know the verb 'dance'", "dance");
        refuses("'many' is not a number of events", "events", "many");
        refuses("bad.yaml", "apply", "resources: [", "bad.yaml");
        refuses("bad.yaml", "apply", "resources: {web: {parts: [{magic: 1}]}}", "bad.yaml");
    }

    @Test
    void statusEventsAndTokensAreGiven() throws Exception {
        ControlReply status = daemon.ask("status");
        assertThat(status.status())
                .hasValueSatisfying(it -> assertThat(it.member()).isTrue());
        assertThat(daemon.ask("events").events()).isNotEmpty().hasSizeLessThanOrEqualTo(50);
        assertThat(daemon.ask("events", "1").events()).hasSize(1);
        assertThat(daemon.ask("token").text()).isNotBlank();
        assertThat(daemon.ask("join").text()).isEqualTo("this node is already in the cluster or asking to be let in");
    }

    @Test
    void theKeysAreExchangedWhileTheClusterRuns() throws Exception {
        assertThat(daemon.ask("keys").text()).isEqualTo("the keys of the cluster are in use by all nodes");
        Path keyFile = daemon.directory().resolve("identity").resolve("cluster.key");
        byte[] before = Files.readAllBytes(keyFile);

        assertThat(daemon.ask("rotate-keys").done()).isTrue();
        Eventually.is(
                "the earlier keys are forgotten",
                () -> daemon.ask("keys").text().equals("the keys of the cluster are in use by all nodes"));

        assertThat(Files.readAllBytes(keyFile)).isNotEqualTo(before);
        assertThat(daemon.ask("status").done()).isTrue();
    }
}

package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs elsewhere ask the hosts of a cluster over HTTPS, each of them, also after one has lost its power.
@OnHosts
final class ApiOnHostsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int REFUSED_CERTIFICATE = 60;
    private static final String DEFINITION =
            "resources: {web: {nodes: [node1, node2, node3], %s" + "parts: [{address: 10.77.0.60/24}]}}";

    @Test
    void everyMemberAnswersForTheClusterAndWhoFollowsGoesOnAtAnother() throws IOException {
        try (Lab lab = new Lab(3)) {
            lab.disk("board", "32M");
            Cluster cluster = served(lab);
            HttpsApi api = new HttpsApi(lab);
            String viewer = api.token(cluster, lab.host("node1"), "watch", "viewer");
            String admin = api.token(cluster, lab.host("node1"), "night", "administrator,script-author");

            for (Host node : lab.nodes()) {
                Moments.await(
                        node.name() + " knows the token",
                        LIMIT,
                        () -> api.get(node, viewer, "/status").endsWith(" 200"));
                assertThat(api.get(node, viewer, "/status")).contains("\"member\":true", "\"quorum\"", " 200");
            }
            refuseWrongCertificates(lab, viewer);
            assertThat(api.post(lab.host("node3"), viewer, "/edits?name=web.yaml", DEFINITION.formatted("")))
                    .contains("lacks the role administrator", " 403");
            assertThat(api.post(lab.host("node3"), admin, "/edits?name=web.yaml", DEFINITION.formatted("")))
                    .contains("web created", " 200");
            assertThat(cluster.awaitRunning(lab.host("node2"), "web", LIMIT).name())
                    .isEqualTo("node1");

            followOverAPowerCut(cluster, lab, viewer);

            String changed = DEFINITION.formatted("priority: 7, ");
            assertThat(api.post(lab.host("node3"), admin, "/edits?name=web.yaml", changed))
                    .contains("web changed", " 200");
            Moments.await(
                    "node2 knows of the edit",
                    LIMIT,
                    () -> api.get(lab.host("node2"), admin, "/export").contains("priority: 7"));
            cluster.repair();
            assertThat(api.post(lab.host("node2"), admin, "/access/watch/remove", ""))
                    .contains(" 200");
            for (Host node : lab.nodes()) {
                Moments.await(
                        node.name() + " believes the token no longer",
                        LIMIT,
                        () -> api.get(node, viewer, "/status").endsWith(" 401"));
            }
            assertThat(cluster.must(lab.host("node2"), "events -n 2000"))
                    .contains("token night at 10.77.0.", "asked for 'access-remove watch': done");
        }
    }

    /// A cluster whose nodes all serve the API.
    private static Cluster served(Lab lab) {
        Cluster cluster = new Cluster(lab, Profile.STEADY, false, "kill", List.of("board"));
        Host founder = lab.nodes().getFirst();
        new HttpsApi(lab).serveAnew(cluster, founder);
        for (Host node : lab.nodes().subList(1, lab.nodes().size())) {
            cluster.enroll(node);
            HttpsApi.set(node);
            cluster.start(node);
        }
        cluster.awaitMembers(lab.nodes(), LIMIT);
        lab.nodes().forEach(node -> new HttpsApi(lab).awaitServed(cluster, node));
        return cluster;
    }

    /// That of another authority, and that of another node.
    private static void refuseWrongCertificates(Lab lab, String token) throws IOException {
        Host one = lab.host("node1");
        Host other = lab.host("node2");
        Files.copy(Path.of("/etc/ssl/certs/ca-certificates.crt"), lab.shared("others.crt"));
        for (String line :
                List.of(HttpsApi.curl(one, one, "others.crt", token), HttpsApi.curl(other, one, "ca.crt", token))) {
            String name = line.contains("node2") ? "node2" : "node1";
            assertThat(lab.client().attempt("sh", "-c", line + "https://" + name + ":7025/api/v1/status"))
                    .satisfies(outcome ->
                            assertThat(outcome.exit()).as(outcome.output()).isEqualTo(REFUSED_CERTIFICATE));
        }
    }

    /// The host that is followed and serves is the one that loses its power.
    private static void followOverAPowerCut(Cluster cluster, Lab lab, String token) {
        Host first = lab.host("node1");
        Host second = lab.host("node2");
        follow(lab, first, token, "first", "");
        await(lab, "first", "\"state\":\"Running\"");
        cluster.must(first, "maintenance on --resource web");
        cluster.must(first, "maintenance off --resource web");
        await(lab, "first", "id: ");
        String last = lastId(lab, "first");

        first.powerCut();
        follow(lab, second, token, "second", last);
        await(lab, "second", "event: gap");
        await(lab, "second", "event: state");
        await(lab, "second", "\"name\":\"web\",\"state\":\"Running\",\"node\":\"node2\"");
        String seen = lastId(lab, "second");
        lab.client().signal("second", "TERM");

        // At the same node nothing is missing, and nothing is told twice.
        cluster.must(second, "maintenance on --resource web");
        follow(lab, second, token, "again", seen);
        await(lab, "again", "asks for 'maintenance on resource web'");
        cluster.must(second, "maintenance off --resource web");
        assertThat(read(lab, "again")).doesNotContain("event: gap").doesNotContain("id: " + seen + "\n");

        // Nobody knows what a run that lost its power noted last.
        cluster.repair();
        Moments.await(
                "node1 serves the API again",
                LIMIT,
                () -> new HttpsApi(lab).get(first, token, "/status").endsWith(" 200"));
        follow(lab, first, token, "returned", last);
        await(lab, "returned", "event: gap");
    }

    private static void follow(Lab lab, Host node, String token, String mark, String after) {
        String resume = after.isEmpty() ? "" : "-H 'Last-Event-ID: " + after + "' ";
        String line =
                HttpsApi.curl(node, node, "ca.crt", token) + "-N " + resume + HttpsApi.url(node, "/events/stream");
        lab.client().start(mark, "sh", "-c", "exec " + line);
    }

    private static String read(Lab lab, String mark) {
        try {
            return Files.readString(lab.shared(mark + ".client.log"));
        } catch (IOException notYet) {
            return "";
        }
    }

    private static void await(Lab lab, String mark, String words) {
        Moments.await(
                mark + " is told '" + words + "'", LIMIT, () -> read(lab, mark).contains(words), () -> read(lab, mark));
    }

    private static String lastId(Lab lab, String mark) {
        return read(lab, mark)
                .lines()
                .filter(line -> line.startsWith("id: "))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .substring("id: ".length());
    }
}

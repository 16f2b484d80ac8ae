package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The API of nodes of a lab over HTTPS, asked by `curl` on the client, as a person would.
record HttpsApi(Lab lab) {
    static final String SHARED = "/run/lab/shared/";

    private static final int PORT = 7025;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Has nodes serve it, whose daemons do not run yet.
    static void set(Host node) {
        node.run("sh", "-c", "echo api=" + address(node) + ":" + PORT + " >>" + Cluster.STATE + "/node.properties");
    }

    /// Has a node serve it, whose daemon runs, and which ends in order for that.
    void serveAnew(Cluster cluster, Host node) {
        node.signal(Cluster.DAEMON, "TERM");
        Moments.await("the daemon has ended", LIMIT, () -> !node.lives(Cluster.DAEMON));
        set(node);
        cluster.start(node);
        awaitServed(cluster, node);
    }

    /// Waits until a node serves it; the client has the certificate of the cluster's authority then.
    void awaitServed(Cluster cluster, Host node) {
        Moments.await(
                node.name() + " serves the API",
                LIMIT,
                () -> cluster.attempt(node, "events -n 2000")
                        .output()
                        .contains("the API is served at https://" + address(node)));
        node.run("cp", Cluster.STATE + "/identity/ca.crt", SHARED + "ca.crt");
    }

    /// The secret of a new token.
    String token(Cluster cluster, Host node, String name, String roles) {
        return cluster.must(node, "access add " + name + " --role " + roles)
                .lines()
                .filter(line -> line.startsWith("orion_"))
                .findFirst()
                .orElseThrow();
    }

    static String address(Host node) {
        return Lab.address(10 + Integer.parseInt(node.name().substring("node".length())));
    }

    static String url(Host node, String path) {
        return "https://" + node.name() + ":" + PORT + "/api/v1" + path;
    }

    /// A command line for `sh` without what is asked.
    ///
    /// @param named     whose certificate is expected
    /// @param asked     who is asked
    /// @param authority the file with the certificate of the authority
    static String curl(Host named, Host asked, String authority, String token) {
        return "curl -sS --cacert " + SHARED + authority + " --resolve " + named.name() + ":" + PORT + ":"
                + address(asked) + " -H 'Authorization: Bearer " + token + "' ";
    }

    /// Looks at something.
    ///
    /// @return the answer, a blank and its status
    String get(Host node, String token, String path) {
        return ask(node, token, path, "");
    }

    /// Has something done.
    ///
    /// @param body empty where there is none
    String post(Host node, String token, String path, String body) {
        return ask(
                node,
                token,
                path,
                body.isEmpty() ? "-X POST " : "-H 'Content-Type: application/yaml' --data-binary '" + body + "' ");
    }

    private String ask(Host node, String token, String path, String more) {
        String line = curl(node, node, "ca.crt", token) + "--max-time 120 -w ' %{http_code}' " + more + "'"
                + url(node, path) + "'";
        return lab.client().attempt("sh", "-c", line).output().strip();
    }

    /// Asks all this, one after the other over one connection.
    ///
    /// @param requests each as lines of a configuration of `curl`
    /// @return how long each took, in milliseconds
    List<Double> milliseconds(Host node, String token, List<String> requests) {
        try {
            Files.writeString(
                    lab.shared("requests"),
                    String.join(
                            "\nnext\n",
                            requests.stream()
                                    .map(request ->
                                            request + "\noutput = /dev/null\ncacert = " + SHARED + "ca.crt\nheader ="
                                                    + " \"Authorization: Bearer " + token
                                                    + "\"\nwrite-out = \"%{http_code} %{time_total}\\n\"\n"
                                                    + "resolve = " + node.name() + ":" + PORT + ":" + address(node))
                                    .toList()));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        List<Double> all = new ArrayList<>();
        for (String line : lab.client()
                .run("curl", "-sS", "-K", SHARED + "requests")
                .lines()
                .toList()) {
            if (!line.startsWith("200 ")) {
                throw new AssertionError("a request was answered " + line);
            }
            all.add(Double.parseDouble(line.substring(4)) * 1_000);
        }
        return all;
    }
}

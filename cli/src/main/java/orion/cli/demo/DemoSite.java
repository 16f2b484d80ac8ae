package orion.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The service of the demonstration: a web site of one page that names the node which serves it. It runs as a
/// process of its own, started by a node like any other service. Written on bare sockets, because it starts
/// in a fraction of the time of a real server, and the demonstration is about that time.
public final class DemoSite {
    private static final int REQUEST_LIMIT_MILLIS = 2_000;
    private static final int LONGEST_REQUEST_LINES = 100;

    private final String page;

    private DemoSite(String resource, String node) {
        this.page = """
                <!doctype html>
                <html><head><title>%1$s</title><meta http-equiv="refresh" content="1"></head>
                <body><h1>%1$s</h1><p>served by %2$s, process %3$d</p></body></html>
                """.formatted(resource, node, ProcessHandle.current().pid());
    }

    /// Serves until it is killed.
    ///
    /// @param arguments the port on 127.0.0.1
    public static void main(String[] arguments) throws IOException {
        String resource = System.getenv().getOrDefault("ORION_RESOURCE", "site");
        String node = System.getenv().getOrDefault("ORION_NODE", "nobody");
        DemoSite site = new DemoSite(resource, node);
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])));
            while (true) {
                Socket visitor = listener.accept();
                Thread.ofVirtual().start(() -> site.serve(visitor));
            }
        }
    }

    private void serve(Socket visitor) {
        try (visitor) {
            visitor.setSoTimeout(REQUEST_LIMIT_MILLIS);
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(visitor.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < LONGEST_REQUEST_LINES; i++) {
                String line = request.readLine();
                if (line == null) {
                    return;
                }
                if (line.isEmpty()) {
                    break;
                }
            }
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n"
                            .formatted(body.length)
                    + "Cache-Control: no-store\r\nConnection: close\r\n\r\n";
            OutputStream answer = visitor.getOutputStream();
            answer.write(head.getBytes(StandardCharsets.US_ASCII));
            answer.write(body);
            answer.flush();
        } catch (IOException gone) {
            // The visitor hung up; the next one is served.
        }
    }
}

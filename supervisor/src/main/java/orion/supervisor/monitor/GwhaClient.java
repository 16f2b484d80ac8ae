package orion.supervisor.monitor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import orion.supervisor.monitor.GwhaAnswer.Outcome;

/// Logs in to the gwha of a host and has it look after an agent.
///
/// @param trusted  whom to tell the password; nothing for clear text
/// @param refusals who lets nobody in
public record GwhaClient(
        int port, String user, String password, Optional<PeerTrust> trusted, Duration limit, Refusals refusals) {
    private static final int LONGEST_ANSWER = 4096;
    private static final int RUN_WORD = 4;
    /// For connection, encryption and greeting together.
    private static final Duration OPENING = Duration.ofSeconds(10);

    /// With the usual limit: an agent may take its time to start.
    public GwhaClient(int port, String user, String password, Optional<PeerTrust> trusted) {
        this(port, user, password, trusted, Duration.ofSeconds(90), new Refusals());
    }

    /// What a person should know though everything works; empty where there is nothing.
    public String warning() {
        return trusted.isPresent()
                ? ""
                : "the password of '" + user
                        + "' travels to each gwha in clear text, for encryption is off; set hassl = yes,"
                        + " and ssl = yes in gwha.conf there, unless nobody else can listen";
    }

    /// The same, for an agent that may take longer or has to be faster.
    GwhaClient patient(Duration patience) {
        return new GwhaClient(port, user, password, trusted, patience, refusals);
    }

    /// Carries out an order.
    ///
    /// @param run which run of the agent it is about; empty where that is not known
    public GwhaAnswer carryOut(Order order, String host, String agent, String run) {
        Optional<String> kept = refusals.kept(host);
        if (kept.isPresent()) {
            return notLetIn(kept.get());
        }
        Duration opening = OPENING.compareTo(limit) < 0 ? OPENING : limit;
        try (Socket socket = new Socket();
                Opening open = new Opening(socket, opening)) {
            try {
                socket.connect(new InetSocketAddress(host, port), (int) opening.toMillis());
                socket.setSoTimeout((int) limit.toMillis());
                // Closed by itself: encryption has words of its own for the end.
                try (Socket talking = trusted.isPresent() ? trusted.get().secure(socket, host, true) : socket) {
                    return carryOut(order, host, agent, run, talking, open);
                }
            } catch (IOException broken) {
                throw open.isLate()
                        ? new IOException("it let nobody begin within " + opening.toSeconds() + " s", broken)
                        : broken;
            }
        } catch (SSLException refused) {
            return unreachable(
                    host,
                    refused.getMessage()
                            + "; is its certificate in hacert =, or issued for this host by one in haca =?");
        } catch (IOException broken) {
            return unreachable(
                    host, broken.getMessage() + "; does it run there, and speak TLS or not as configured here?");
        }
    }

    private GwhaAnswer unreachable(String host, String why) {
        return new GwhaAnswer(Outcome.UNREACHABLE, "gwha at " + host + ":" + port + " cannot be asked: " + why);
    }

    private GwhaAnswer carryOut(Order order, String host, String agent, String run, Socket socket, Opening open)
            throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(new Bounded(socket.getInputStream()), StandardCharsets.UTF_8));
        read(in);
        open.close();
        Optional<GwhaAnswer> refusal = logIn(host, socket, in);
        GwhaAnswer answer = refusal.isPresent() ? refusal.get() : order(order, agent, run, socket, in);
        try {
            say(socket, in, "QUIT");
        } catch (IOException gone) {
            // What it answered stays true.
        }
        return answer;
    }

    /// Nothing where it lets the monitor in.
    private Optional<GwhaAnswer> logIn(String host, Socket socket, BufferedReader in) throws IOException {
        String greeting = say(socket, in, "USER " + user);
        if (!greeting.startsWith("331")) {
            return Optional.of(new GwhaAnswer(Outcome.UNREACHABLE, "gwha says: " + greeting));
        }
        String login = say(socket, in, "PASS " + password);
        if (login.startsWith("230")) {
            refusals.accepted(host);
            return Optional.empty();
        }
        return Optional.of(notLetIn(refusals.refused(host, login)));
    }

    private GwhaAnswer notLetIn(String words) {
        return new GwhaAnswer(Outcome.UNREACHABLE, "gwha lets '" + user + "' not in: " + words);
    }

    private static GwhaAnswer order(Order order, String agent, String run, Socket socket, BufferedReader in)
            throws IOException {
        if (order != Order.RESTART) {
            String status = say(socket, in, "STATUS " + agent);
            if (status.startsWith("250 " + agent + " running")) {
                return new GwhaAnswer(Outcome.WAS_RUNNING, status, run(status));
            }
            if (order == Order.LOOK) {
                return new GwhaAnswer(Outcome.NOT_RUNNING, status);
            }
        }
        String line = order == Order.RESTART ? "RESTART " + agent + " " + run : "START " + agent;
        try {
            String answer = say(socket, in, line.strip());
            if (answer.startsWith("250")) {
                // A poll after this question shows signs of this run, or of a later one.
                String now = run(say(socket, in, "STATUS " + agent));
                return new GwhaAnswer(success(answer), answer.substring(4), now);
            }
            return new GwhaAnswer(refusal(answer), answer);
        } catch (IOException broken) {
            return new GwhaAnswer(Outcome.FAILED, "gwha was asked and did not answer: " + broken.getMessage());
        }
    }

    /// The fifth word of a status.
    private static String run(String status) {
        String[] words = status.split(" ", RUN_WORD + 2);
        return status.startsWith("250 ") && words.length > RUN_WORD ? words[RUN_WORD] : "";
    }

    private static Outcome success(String answer) {
        if (answer.endsWith("was running")) {
            return Outcome.WAS_RUNNING;
        }
        return answer.endsWith("started by another program") ? Outcome.WAS_RESTARTED : Outcome.STARTED;
    }

    private static Outcome refusal(String answer) {
        if (answer.startsWith("451")) {
            return Outcome.PLANNED;
        }
        return answer.startsWith("553") ? Outcome.REFUSED : Outcome.FAILED;
    }

    private static String say(Socket socket, BufferedReader in, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return read(in);
    }

    private static String read(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("it has ended the connection");
        }
        return line;
    }

    /// Closes a connection that takes too long to begin: each read has a limit, many slow ones have none.
    private static final class Opening implements AutoCloseable {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicBoolean late = new AtomicBoolean();

        Opening(Socket socket, Duration limit) {
            Thread.ofVirtual().start(() -> {
                try {
                    if (!begun.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                        late.set(true);
                        socket.close();
                    }
                } catch (InterruptedException | IOException over) {
                    // The connection is at its end anyway.
                    return;
                }
            });
        }

        boolean isLate() {
            return late.get();
        }

        @Override
        public void close() {
            begun.countDown();
        }
    }

    /// Who answers without end is no gwha.
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private int left = LONGEST_ANSWER;

        Bounded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? in.read() : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = left > 0 ? in.read(target, offset, Math.min(left, length)) : -1;
            left -= Math.max(0, count);
            return count;
        }
    }

    @Override
    public String toString() {
        return "gwha client of " + user;
    }
}

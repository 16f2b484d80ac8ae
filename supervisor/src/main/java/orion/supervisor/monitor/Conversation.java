package orion.supervisor.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// One question to a service, and what the answer says of it.
final class Conversation {
    private static final int MOST_BYTES = 512;
    private static final int MOST_OF_A_PAGE = 1 << 18;
    /// What is read for no other reason than to keep a connection: to make a new one costs less than to read more.
    private static final int MOST_FOR_A_CONNECTION = 4096;

    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final int SHOWN_LETTERS = 60;

    private final URI uri;
    private final Dialogue dialogue;
    private final StatusPage page;
    private final boolean lasting;
    private final Duration limit;
    private final long begin = System.nanoTime();
    private final StringBuilder answer = new StringBuilder();
    private boolean ended;
    private Optional<HttpHeader> header = Optional.empty();

    /// Its time begins.
    ///
    /// @param page    what the service says of itself, behind what the protocol has it say
    /// @param lasting whether the service is asked to leave the connection open
    /// @param limit   how long its answer may take
    Conversation(URI uri, Dialogue dialogue, StatusPage page, boolean lasting, Duration limit) {
        this.uri = uri;
        this.dialogue = dialogue;
        this.page = page;
        this.lasting = lasting;
        this.limit = limit;
    }

    /// It leaves its connection open and does not say where its answer ends, so that nobody can wait for that.
    static final class EndlessAnswer extends IOException {
        private static final long serialVersionUID = 1;
    }

    Verdict hold(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        if (!dialogue.greeting()) {
            say(socket);
        }
        if (dialogue.healthy().isPresent()) {
            readBeginning(in);
            if (isClosed()) {
                return Verdict.unclear(uri + " answers '" + firstLine()
                        + "', so it works and shows this host nothing; name a page that needs no log-in");
            }
            if (!isHealthy()) {
                return Verdict.useless(uri + " answers '" + firstLine() + "'");
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (dialogue.greeting()) {
            say(socket);
        }
        StatusPage.Reading reading = page.wantsBody() ? reading(in) : StatusPage.Reading.NOTHING;
        return reading.sign() == Verdict.Sign.USEFUL
                ? new Verdict(
                        Verdict.Sign.USEFUL, "answers in " + millis + " ms", OptionalLong.of(millis), reading.value())
                : new Verdict(reading.sign(), uri + " " + reading.fault());
    }

    /// Whether the same may be asked on this connection again: the answer has come whole, with nothing behind it, and
    /// the service leaves it open. What is missing of a page that nobody wants to see is read here.
    boolean leavesOpen(Socket socket) {
        long begun = System.nanoTime();
        try {
            while (!isWhole() && isShorterThan(MOST_FOR_A_CONNECTION)) {
                if (System.nanoTime() - begun > LEAVING.toNanos()) {
                    return false;
                }
                stopWhenLate();
                read(socket.getInputStream(), MOST_BYTES);
            }
        } catch (IOException gone) {
            return false;
        }
        return !ended && header.isPresent() && isShorterThan(MOST_OF_A_PAGE) && end().orElse(0) == answer.length();
    }

    /// Whether it leaves the connection open, as far as that is known, and is no longer than that.
    private boolean isShorterThan(int most) {
        return header.map(one -> one.stays() && end().orElse(most) < most).orElse(answer.length() < most);
    }

    private OptionalInt end() {
        return header.map(HttpHeader::end).orElse(OptionalInt.empty());
    }

    boolean isFasterThan(Duration time) {
        return System.nanoTime() - begin < time.toNanos();
    }

    private boolean isHealthy() {
        return dialogue.healthy()
                .filter(begins -> begins.matcher(answer).matches())
                .isPresent();
    }

    private boolean isClosed() {
        return dialogue.closed()
                .filter(begins -> begins.matcher(answer).matches())
                .isPresent();
    }

    private void say(Socket socket) throws IOException {
        String request = lasting ? dialogue.lastingRequest() : dialogue.request();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The beginning of the answer: its first line, or all where the service ends it earlier.
    private void readBeginning(InputStream in) throws IOException {
        while (!ended && answer.length() < MOST_BYTES) {
            read(in, MOST_BYTES - answer.length());
            if (answer.indexOf("\n") >= 0 || isHealthy()) {
                return;
            }
            stopWhenLate();
        }
    }

    /// The answer to its end, up to a limit.
    private void readOn(InputStream in) throws IOException {
        while (!isWhole() && answer.length() < MOST_OF_A_PAGE) {
            stopWhenLate();
            read(in, MOST_BYTES);
        }
    }

    /// By the older version of HTTP an answer ends with its connection. One that stays open has to say where.
    private boolean isWhole() throws EndlessAnswer {
        if (lasting && header.isEmpty()) {
            header = HttpHeader.of(answer);
            if (header.filter(one -> one.stays() && one.body().isEmpty()).isPresent()) {
                throw new EndlessAnswer();
            }
        }
        return ended || answer.length() >= end().orElse(Integer.MAX_VALUE);
    }

    private void read(InputStream in, int most) throws IOException {
        byte[] buffer = new byte[most];
        int length = in.read(buffer);
        ended = length < 0;
        answer.append(new String(buffer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
    }

    private void stopWhenLate() throws SocketTimeoutException {
        if (System.nanoTime() - begin > limit.toNanos()) {
            throw new SocketTimeoutException();
        }
    }

    /// What is behind the header.
    private StatusPage.Reading reading(InputStream in) throws IOException {
        readOn(in);
        int behind = answer.indexOf("\r\n\r\n");
        byte[] bytes =
                answer.substring(behind < 0 ? answer.length() : behind + 4).getBytes(StandardCharsets.ISO_8859_1);
        StatusPage.Reading reading = page.read(new String(bytes, StandardCharsets.UTF_8));
        return isWhole() || reading.sign() == Verdict.Sign.USEFUL
                ? reading
                : StatusPage.Reading.unclear("is longer than " + (MOST_OF_A_PAGE >> 10)
                        + " KiB, and what is looked for is not in the part that is read; name a shorter page");
    }

    private String firstLine() {
        String line = answer.toString().lines().findFirst().orElse("").replaceAll("[^\\p{Print}]", "?");
        return line.length() > SHOWN_LETTERS ? line.substring(0, SHOWN_LETTERS) : line;
    }
}

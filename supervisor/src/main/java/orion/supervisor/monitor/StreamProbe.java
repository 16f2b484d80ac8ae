package orion.supervisor.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Looks for signs of life behind a TCP port: to accept is one, to answer as the protocol has it is another.
///
/// @param page  what the service says of itself, behind what the protocol has it say
/// @param trust whom to believe where it is spoken over TLS
record StreamProbe(URI uri, Dialogue dialogue, Duration limit, StatusPage page, PeerTrust trust) implements Probe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 512;
    private static final int MOST_OF_A_PAGE = 1 << 18;
    private static final int SHOWN_LETTERS = 60;

    StreamProbe(URI uri, Dialogue dialogue, StatusPage page, PeerTrust trust) {
        this(uri, dialogue, LIMIT, page, trust);
    }

    StreamProbe(URI uri, Dialogue dialogue, Duration limit) {
        this(uri, dialogue, limit, StatusPage.NONE, new PeerTrust.Anybody());
    }

    @Override
    public String target() {
        return uri.toString();
    }

    @Override
    public Verdict look() {
        long begin = System.nanoTime();
        int port = uri.getPort() < 0 ? dialogue.port() : uri.getPort();
        try (Socket socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(uri.getHost(), port), (int) limit.toMillis());
            } catch (UnknownHostException nameless) {
                return Verdict.unclear(
                        "there is no host " + uri.getHost() + "; correct probe =, or look at the name service");
            } catch (IOException nobody) {
                return Verdict.absent("nobody answers at " + uri + ": " + nobody.getMessage());
            }
            return talk(socket, begin);
        } catch (SocketTimeoutException silent) {
            return Verdict.useless(uri + " accepts connections and says nothing for " + limit.toSeconds() + " s");
        } catch (SSLException refused) {
            return isAboutItsCertificate(refused)
                    ? Verdict.unclear(uri + " answers and is not believed: " + refused.getMessage()
                            + "; renew its certificate, or correct ca =")
                    : Verdict.useless(uri + " does not speak TLS as it should: " + refused.getMessage());
        } catch (IOException broken) {
            return Verdict.useless(uri + " accepts connections and breaks them: " + broken.getMessage());
        }
    }

    private Verdict talk(Socket plain, long begin) throws IOException {
        plain.setSoTimeout((int) limit.toMillis());
        Socket socket = plain;
        if (dialogue.secure()) {
            socket = trust.secure(plain, uri.getHost(), false);
        }
        String answer = "";
        if (!dialogue.greeting()) {
            say(socket);
        }
        if (dialogue.healthy().isPresent()) {
            answer = read(socket.getInputStream(), begin);
            if (isClosed(answer)) {
                return Verdict.unclear(uri + " answers '" + firstLine(answer)
                        + "', so it works and shows this host nothing; name a page that needs no log-in");
            }
            if (!dialogue.healthy().get().matcher(answer).matches()) {
                return Verdict.useless(uri + " answers '" + firstLine(answer) + "'");
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (dialogue.greeting()) {
            say(socket);
        }
        StatusPage.Reading reading =
                page.wantsBody() ? reading(answer, socket.getInputStream(), begin) : StatusPage.Reading.NOTHING;
        return reading.sign() == Verdict.Sign.USEFUL
                ? new Verdict(
                        Verdict.Sign.USEFUL, "answers in " + millis + " ms", OptionalLong.of(millis), reading.value())
                : new Verdict(reading.sign(), uri + " " + reading.fault());
    }

    private boolean isClosed(String answer) {
        return dialogue.closed()
                .filter(begins -> begins.matcher(answer).matches())
                .isPresent();
    }

    /// A certificate that has expired, or is another one: whoever shows it does his work all the same.
    private static boolean isAboutItsCertificate(SSLException refused) {
        return Stream.<Throwable>iterate(refused, Objects::nonNull, Throwable::getCause)
                .anyMatch(GeneralSecurityException.class::isInstance);
    }

    /// What is behind the header, up to a limit.
    private StatusPage.Reading reading(String beginning, InputStream in, long begin) throws IOException {
        StringBuilder all = new StringBuilder(beginning);
        byte[] buffer = new byte[MOST_BYTES];
        int more = in.read(buffer);
        for (; more >= 0 && all.length() < MOST_OF_A_PAGE; more = in.read(buffer)) {
            all.append(new String(buffer, 0, more, StandardCharsets.ISO_8859_1));
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new SocketTimeoutException();
            }
        }
        int header = all.indexOf("\r\n\r\n");
        byte[] bytes = all.substring(header < 0 ? all.length() : header + 4).getBytes(StandardCharsets.ISO_8859_1);
        StatusPage.Reading reading = page.read(new String(bytes, StandardCharsets.UTF_8));
        return more < 0 || reading.sign() == Verdict.Sign.USEFUL
                ? reading
                : StatusPage.Reading.unclear("is longer than " + (MOST_OF_A_PAGE >> 10)
                        + " KiB, and what is looked for is not in the part that is read; name a shorter page");
    }

    private void say(Socket socket) throws IOException {
        socket.getOutputStream().write(dialogue.request().getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The beginning of the answer: its first line, or all where the service ends it earlier.
    private String read(InputStream in, long begin) throws IOException {
        byte[] buffer = new byte[MOST_BYTES];
        int length = 0;
        while (length < MOST_BYTES) {
            int more = in.read(buffer, length, MOST_BYTES - length);
            if (more < 0) {
                break;
            }
            length += more;
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            if (text.indexOf('\n') >= 0
                    || dialogue.healthy().get().matcher(text).matches()) {
                return text;
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new SocketTimeoutException();
            }
        }
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String firstLine(String answer) {
        String line = answer.lines().findFirst().orElse("").replaceAll("[^\\p{Print}]", "?");
        return line.length() > SHOWN_LETTERS ? line.substring(0, SHOWN_LETTERS) : line;
    }
}

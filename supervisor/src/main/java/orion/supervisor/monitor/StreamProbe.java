package orion.supervisor.monitor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Looks for signs of life behind a TCP port: to accept is one, to answer as the protocol has it is another.
///
/// @param page  what the service says of itself, behind what the protocol has it say
/// @param trust whom to believe where it is spoken over TLS
/// @param kept  where a connection may wait for the next poll
record StreamProbe(URI uri, Dialogue dialogue, Duration limit, StatusPage page, PeerTrust trust, KeptConnection kept)
        implements Probe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /// So much of the limit an answer may take on a connection that was open before; the rest is for a fresh one. Who
    /// is slower is asked afresh each time.
    private static final int SHARE_OF_THE_OPEN = 5;

    StreamProbe(URI uri, Dialogue dialogue, StatusPage page, PeerTrust trust, KeptConnection kept) {
        this(uri, dialogue, LIMIT, page, trust, kept);
    }

    StreamProbe(URI uri, Dialogue dialogue, Duration limit) {
        this(uri, dialogue, limit, StatusPage.NONE, new PeerTrust.Anybody(), KeptConnection.none());
    }

    @Override
    public String target() {
        return uri.toString();
    }

    @Override
    public Verdict look() {
        long begin = System.nanoTime();
        return onTheOpenOne().orElseGet(() -> afresh(left(begin)));
    }

    /// Only a good answer counts on a connection that was open before. Whatever else happens there a fresh one decides:
    /// anybody on the way may have ended it, and the agent may have moved to another host.
    private Optional<Verdict> onTheOpenOne() {
        Optional<KeptConnection.Open> open = kept.take();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Conversation again = conversation(true, shareOfTheOpen());
        boolean stays = false;
        try {
            open.get().plain().setSoTimeout((int) shareOfTheOpen().toMillis());
            Verdict verdict = again.hold(open.get().secure());
            stays = verdict.sign() == Verdict.Sign.USEFUL
                    && again.leavesOpen(open.get().secure());
            return Optional.of(verdict).filter(one -> one.sign() == Verdict.Sign.USEFUL);
        } catch (IOException gone) {
            return Optional.empty();
        } finally {
            if (stays) {
                kept.giveBack(open.get());
            } else {
                kept.drop(open.get());
            }
        }
    }

    private Duration left(long begin) {
        Duration left = limit.minusNanos(System.nanoTime() - begin);
        return left.compareTo(shareOfTheOpen()) < 0 ? shareOfTheOpen() : left;
    }

    private Duration shareOfTheOpen() {
        return limit.dividedBy(SHARE_OF_THE_OPEN);
    }

    private Conversation conversation(boolean lasting, Duration time) {
        return new Conversation(uri, dialogue, page, lasting, time);
    }

    /// Looks at who accepts connections, too.
    private Verdict afresh(Duration time) {
        try {
            return talk(time);
        } catch (Conversation.EndlessAnswer misunderstood) {
            kept.giveUp();
            return afresh(time);
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

    private Verdict talk(Duration time) throws IOException {
        Conversation first = conversation(kept.isWanted(), time);
        boolean stays = false;
        Socket plain = new Socket();
        try {
            try {
                int port = uri.getPort() < 0 ? dialogue.port() : uri.getPort();
                plain.connect(new InetSocketAddress(uri.getHost(), port), (int) time.toMillis());
            } catch (UnknownHostException nameless) {
                return Verdict.unclear(
                        "there is no host " + uri.getHost() + "; correct probe =, or look at the name service");
            } catch (IOException nobody) {
                return Verdict.absent("nobody answers at " + uri + ": " + nobody.getMessage());
            }
            plain.setSoTimeout((int) time.toMillis());
            Socket socket = dialogue.secure() ? trust.secure(plain, uri.getHost(), false) : plain;
            Verdict verdict = first.hold(socket);
            stays = verdict.sign() == Verdict.Sign.USEFUL && isKept(plain, socket, first);
            return verdict;
        } finally {
            if (!stays) {
                plain.close();
            }
        }
    }

    private boolean isKept(Socket plain, Socket secure, Conversation first) throws IOException {
        if (!kept.isWanted() || !first.isFasterThan(shareOfTheOpen())) {
            return false;
        }
        // The verdict is there; what only a later poll gains from is not waited for long.
        plain.setSoTimeout((int) shareOfTheOpen().toMillis());
        return first.leavesOpen(secure) && kept.keep(plain, secure);
    }

    /// A certificate that has expired, or is another one: whoever shows it does his work all the same.
    private static boolean isAboutItsCertificate(SSLException refused) {
        return Stream.<Throwable>iterate(refused, Objects::nonNull, Throwable::getCause)
                .anyMatch(GeneralSecurityException.class::isInstance);
    }

    @Override
    public void end() {
        kept.end();
    }
}

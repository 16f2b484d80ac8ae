package orion.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A network card as the kernel shows it below `/sys/class/net`. Its files stay open: a look costs two reads of a few
/// bytes. Not for use by several threads at once.
final class NetworkCard implements AutoCloseable {
    private static final int LONGEST_VALUE = 32;

    private final String name;
    private final FileChannel carrier;
    private final FileChannel state;
    private final ByteBuffer value = ByteBuffer.allocate(LONGEST_VALUE);

    private NetworkCard(String name, FileChannel carrier, FileChannel state) {
        this.name = name;
        this.carrier = carrier;
        this.state = state;
    }

    /// The card of this name, if there is one.
    ///
    /// @param cards where each card has a folder
    static Optional<NetworkCard> find(Path cards, String name) {
        try {
            FileChannel carrier = FileChannel.open(cards.resolve(name).resolve("carrier"), StandardOpenOption.READ);
            try {
                FileChannel state = FileChannel.open(cards.resolve(name).resolve("operstate"), StandardOpenOption.READ);
                return Optional.of(new NetworkCard(name, carrier, state));
            } catch (IOException gone) {
                carrier.close();
                return Optional.empty();
            }
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    String name() {
        return name;
    }

    /// The kernel refuses to tell the carrier of a card that is switched off; that is an answer too, as it is where the
    /// card is gone.
    boolean hasCarrier() {
        try {
            if (!read(carrier).equals("1")) {
                return false;
            }
            String now = read(state);
            return !now.equals("down") && !now.equals("lowerlayerdown");
        } catch (IOException offOrGone) {
            return false;
        }
    }

    private String read(FileChannel file) throws IOException {
        value.clear();
        file.read(value, 0);
        return new String(value.array(), 0, value.position(), StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            carrier.close();
            state.close();
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException("a file that was only read cannot be closed", cannotHappen);
        }
    }
}

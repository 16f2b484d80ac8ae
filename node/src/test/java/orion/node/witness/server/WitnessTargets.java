package orion.node.witness.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.Endpoint;
import orion.core.wire.MalformedInput;
import orion.node.fuzz.Target;
import orion.node.witness.WitnessFormat;
import orion.node.witness.WitnessWord;

/// What witnesses and their clients read of each other, and words.
public final class WitnessTargets {
    private static final int FILE_BYTES = 64 * 1024;
    private static final int CONTENT_BYTES = 3 * 4096 + 512;
    private static final Target.Limit LIMIT = new Target.Limit(1_000_000, 200);

    private WitnessTargets() {}

    /// All of them.
    public static List<Target> all() {
        WitnessWord word = new WitnessWord(new Endpoint("192.0.2.7", 7024), "5a".repeat(32), "a5".repeat(32));
        return List.of(
                target(
                        "words of witnesses",
                        20_000,
                        WitnessTargets::word,
                        word.text().getBytes(StandardCharsets.UTF_8)),
                target("content of witnesses", 5_000, WitnessTargets::content, written(WitnessTargets::writeContent)),
                target(
                        "answers of witnesses",
                        20_000,
                        WitnessTargets::answer,
                        written(WitnessFormat::writeDone),
                        written(out -> WitnessFormat.writeRefused(out, "a newer connection has written there since")),
                        // Terminals obey control characters beyond ASCII, too.
                        written(out -> WitnessFormat.writeRefused(out, "the file\u009b2J is full\u0085"))),
                questions());
    }

    private static Target target(String name, int quick, Target.Decoder decoder, byte[]... seeds) {
        return new Target(name, List.of(seeds), 20_000, quick, decoder, LIMIT);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes all", impossible);
        }
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] input) {
        return new DataInputStream(new ByteArrayInputStream(input));
    }

    /// Base64 has several forms of the same bytes, and so what was read is read again.
    private static Optional<byte[]> word(byte[] input) {
        WitnessWord word;
        try {
            word = WitnessWord.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
        if (!WitnessWord.parse(word.text()).equals(word)) {
            throw new IllegalStateException("read again it is another word");
        }
        return Optional.of(input);
    }

    /// Pages of zeros between others, and a last one that is shorter.
    private static void writeContent(DataOutputStream out) throws IOException {
        byte[] content = new byte[CONTENT_BYTES];
        Arrays.fill(content, 4096, 6000, (byte) 7);
        content[CONTENT_BYTES - 1] = 9;
        WitnessFormat.writeContent(out, MemorySegment.ofArray(content), 0, content.length);
    }

    /// Deflate has several forms of the same bytes too.
    private static Optional<byte[]> content(byte[] input) throws IOException {
        byte[] content = new byte[CONTENT_BYTES];
        try {
            WitnessFormat.readContent(in(input), MemorySegment.ofArray(content), 0, content.length);
        } catch (MalformedInput | EOFException refused) {
            return Optional.empty();
        }
        byte[] packed =
                written(out -> WitnessFormat.writeContent(out, MemorySegment.ofArray(content), 0, content.length));
        byte[] again = new byte[CONTENT_BYTES];
        WitnessFormat.readContent(in(packed), MemorySegment.ofArray(again), 0, again.length);
        if (!Arrays.equals(content, again)) {
            throw new IllegalStateException("read again it is other content");
        }
        return Optional.of(input);
    }

    /// What a witness says comes into journals: never with a line of its own.
    private static Optional<byte[]> answer(byte[] input) throws IOException {
        try {
            WitnessFormat.readDone(in(input));
        } catch (WitnessFormat.Refused refused) {
            if (String.valueOf(refused.getMessage()).chars().anyMatch(Character::isISOControl)) {
                throw new IllegalStateException("a sentence of another host is repeated with its control characters");
            }
        } catch (MalformedInput | EOFException | UTFDataFormatException refused) {
            return Optional.empty();
        }
        return Optional.of(input);
    }

    private static Target questions() {
        byte[] content = new byte[512];
        Arrays.fill(content, (byte) 5);
        byte[] seed = written(out -> {
            out.writeByte(WitnessFormat.READ);
            out.writeLong(4096);
            out.writeInt(512);
            out.writeByte(WitnessFormat.WRITE);
            out.writeLong(512);
            out.writeInt(content.length);
            WitnessFormat.writeContent(out, MemorySegment.ofArray(content), 0, content.length);
            out.writeByte(WitnessFormat.FLUSH);
        });
        Served served = new Served();
        return target("questions of a witness's clients", 1_000, served::ask, seed);
    }

    /// A file that is served to one client after the other.
    private static final class Served {
        private Optional<WitnessFile> opened = Optional.empty();
        private long connections;

        private WitnessFile file() throws IOException {
            if (opened.isEmpty()) {
                Path path = Files.createTempFile("orion-fuzz", ".board");
                Files.write(path, new byte[FILE_BYTES]);
                opened = Optional.of(WitnessFile.open(path));
                path.toFile().deleteOnExit();
            }
            return opened.get();
        }

        Optional<byte[]> ask(byte[] input) throws IOException {
            ByteArrayOutputStream answers = new ByteArrayOutputStream();
            WitnessFile file = file();
            try (RequestLoop loop =
                    new RequestLoop(file, ++connections, in(input), new DataOutputStream(answers), _ -> {})) {
                Optional<String> hungUp = loop.run();
                return hungUp.isEmpty() ? Optional.of(input) : Optional.empty();
            } catch (MalformedInput | EOFException refused) {
                return Optional.empty();
            }
        }
    }
}

package orion.node.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Makes hostile inputs of valid ones, all decided by one seed.
final class Mutations {
    private static final int MOST_FAULTS = 4;
    private static final int LONGEST_RANDOM = 300;

    private final SplittableRandom random;

    Mutations(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// 0 to `bound - 1`.
    int below(int bound) {
        return random.nextInt(bound);
    }

    /// The next input: mostly a valid one with a few faults, sometimes nothing but chance.
    byte[] next(List<byte[]> valid, int longest) {
        if (valid.isEmpty() || below(16) == 0) {
            return bytes(below(Math.min(longest, LONGEST_RANDOM) + 1));
        }
        byte[] input = valid.get(below(valid.size())).clone();
        int faults = 1 + below(MOST_FAULTS);
        for (int i = 0; i < faults; i++) {
            input = faulty(input, valid);
        }
        return input.length <= longest ? input : Arrays.copyOf(input, longest);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] faulty(byte[] input, List<byte[]> valid) {
        if (input.length == 0) {
            return bytes(1 + below(8));
        }
        int at = below(input.length);
        return switch (below(9)) {
            case 0, 1 -> changed(input, at, (byte) (input[at] ^ (1 << below(8))));
            case 2 -> changed(input, at, (byte) below(256));
            case 3 -> Arrays.copyOf(input, at);
            case 4 -> joined(input, input.length, bytes(1 + below(16)), 0);
            case 5 -> doubled(input, at, Math.min(input.length, at + 1 + below(64)));
            case 6 -> joined(input, at, input, Math.min(input.length, at + 1 + below(64)));
            case 7 -> spliced(input, at, valid.get(below(valid.size())));
            default -> withNumber(input, at);
        };
    }

    private static byte[] changed(byte[] input, int at, byte value) {
        input[at] = value;
        return input;
    }

    /// The first one up to `end`, then the second from `start`.
    private static byte[] joined(byte[] first, int end, byte[] second, int start) {
        byte[] joined = Arrays.copyOf(first, end + second.length - start);
        System.arraycopy(second, start, joined, end, second.length - start);
        return joined;
    }

    private static byte[] doubled(byte[] input, int from, int to) {
        return joined(input, to, input, from);
    }

    private byte[] spliced(byte[] input, int at, byte[] other) {
        return joined(input, at, other, below(other.length + 1));
    }

    /// A number at its limits, as lengths and counts are: of 1, 2, 4 or 8 bytes.
    private byte[] withNumber(byte[] input, int at) {
        int bytes = 1 << below(4);
        long value = switch (below(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> -1;
            case 3 -> Long.MAX_VALUE >>> (Long.SIZE - Byte.SIZE * bytes);
            case 4 -> 1L << (Byte.SIZE * bytes - 1);
            case 5 -> input.length - at - bytes;
            case 6 -> input.length - at - bytes + 1L;
            default -> below(1 << 17);
        };
        for (int i = 0; i < bytes && at + i < input.length; i++) {
            input[at + i] = (byte) (value >>> (Byte.SIZE * (bytes - 1 - i)));
        }
        return input;
    }
}

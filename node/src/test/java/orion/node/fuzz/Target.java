package orion.node.fuzz;

import java.util.List;
import java.util.Optional;

/// A decoder that sees bytes from outside.
///
/// @param name    for people
/// @param seeds   valid inputs, which hostile ones are made of
/// @param longest no input is made longer
/// @param quick   how many inputs it gets in the build
/// @param decoder what is tried
/// @param limit   what one input may make it allocate
public record Target(String name, List<byte[]> seeds, int longest, int quick, Decoder decoder, Limit limit) {
    public Target {
        seeds = List.copyOf(seeds);
    }

    /// Reads an input.
    @FunctionalInterface
    public interface Decoder {
        /// Reads it and writes again what was read. Whatever is thrown is a fault.
        ///
        /// @return the same bytes, where they have one form only; empty where they were refused
        Optional<byte[]> again(byte[] input) throws Exception;
    }

    /// Bytes that reading one input, and writing it again, may allocate.
    ///
    /// @param atLeast whatever its length
    /// @param perByte for each byte of it
    public record Limit(long atLeast, long perByte) {
        long of(byte[] input) {
            return atLeast + perByte * input.length;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

package orion.core.architecture;

import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;

/// One class for each thing that a [Ban] must catch, and two that must pass: a rule that cannot fail guards nothing.
@SuppressWarnings({
    "JavaTimeDefaultTimeZone",
    "ArrayRecordComponent",
    "UnusedMethod",
    "UnusedVariable",
    "ThreadPriorityCheck"
})
final class PlantedViolations {
    private PlantedViolations() {}

    /// The ban that must catch the class.
    @Retention(RetentionPolicy.RUNTIME)
    @interface CaughtBy {
        Ban value();
    }

    @CaughtBy(Ban.INPUT_OUTPUT)
    record Stream(InputStream stream) {}

    @CaughtBy(Ban.INPUT_OUTPUT)
    record Address(InetSocketAddress address) {}

    @CaughtBy(Ban.INPUT_OUTPUT)
    record Place(Path path) {}

    @CaughtBy(Ban.INPUT_OUTPUT)
    record Channels(DatagramChannel[] channels) {}

    @CaughtBy(Ban.INPUT_OUTPUT)
    static final class Printing {
        void print() {
            System.out.println("core does not talk");
        }
    }

    @CaughtBy(Ban.CLOCK)
    record ClockKept(Clock clock) {}

    @CaughtBy(Ban.CLOCK)
    record InstantKept(Instant instant) {}

    @CaughtBy(Ban.CLOCK)
    record DateKept(LocalDateTime date) {}

    @CaughtBy(Ban.CLOCK)
    static final class Today {
        String read() {
            return LocalDate.now().toString();
        }
    }

    @CaughtBy(Ban.CLOCK)
    static final class TodayByReference {
        Supplier<LocalDate> reader() {
            return LocalDate::now;
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class NanoTime {
        long read() {
            return System.nanoTime();
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class NanoTimeByReference {
        LongSupplier reader() {
            return System::nanoTime;
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class Milliseconds {
        long read() {
            return System.currentTimeMillis();
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class Environment {
        String read() {
            return String.valueOf(System.getenv("HOME"));
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class Property {
        String read() {
            return String.valueOf(System.getProperty("user.home"));
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class IdentityOrder {
        int read() {
            return System.identityHashCode(this);
        }
    }

    @CaughtBy(Ban.SYSTEM)
    static final class Processors {
        int count() {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    @CaughtBy(Ban.THREADS)
    static final class Threading {
        void giveWay() {
            Thread.yield();
        }
    }

    @CaughtBy(Ban.THREADS)
    record Locked(Lock lock) {}

    @CaughtBy(Ban.THREADS)
    record Shared(ConcurrentMap<String, String> map) {}

    @CaughtBy(Ban.THREADS)
    static final class Parallel {
        int sum() {
            return IntStream.range(0, 9).parallel().sum();
        }
    }

    @CaughtBy(Ban.THREADS)
    static final class ParallelList {
        long count(List<String> list) {
            return list.parallelStream().count();
        }
    }

    @CaughtBy(Ban.LOGGING)
    record JavaLogger(Logger logger) {}

    @CaughtBy(Ban.LOGGING)
    record SystemLogger(System.Logger logger) {}

    @CaughtBy(Ban.RANDOM)
    record Seeded(Random random) {}

    @CaughtBy(Ban.RANDOM)
    record Generator(RandomGenerator random) {}

    @CaughtBy(Ban.RANDOM)
    record Secure(SecureRandom random) {}

    @CaughtBy(Ban.RANDOM)
    static final class MathRandom {
        double draw() {
            return Math.random();
        }
    }

    @CaughtBy(Ban.RANDOM)
    static final class RandomName {
        UUID draw() {
            return UUID.randomUUID();
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class NewHashMap {
        Map<String, String> map() {
            return new HashMap<>();
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class HashMapByReference {
        Supplier<Map<String, String>> maps() {
            return HashMap::new;
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class NewHashSet {
        Set<String> set() {
            return new HashSet<>();
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class SetOf {
        Set<String> set() {
            return Set.of("a", "b");
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class SetOfArray {
        Set<String> set(String[] names) {
            return Set.of(names);
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class MapOf {
        Map<String, Integer> map() {
            return Map.of("a", 1, "b", 2);
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class SetCopyOf {
        Set<String> set(List<String> list) {
            return Set.copyOf(list);
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class MapCopyOf {
        Map<String, Integer> map(Map<String, Integer> map) {
            return Map.copyOf(map);
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class ToSet {
        Set<String> set(List<String> list) {
            return list.stream().collect(Collectors.toSet());
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class ToMap {
        Map<String, Integer> map(List<String> list) {
            return list.stream().collect(Collectors.toMap(Function.identity(), String::length));
        }
    }

    @CaughtBy(Ban.HASH_ORDER)
    static final class GroupingBy {
        Map<Integer, List<String>> map(List<String> list) {
            return list.stream().collect(Collectors.groupingBy(String::length));
        }
    }

    @CaughtBy(Ban.OTHER_CODE)
    record Library(Condition<String> condition) {}

    /// What the rules must let pass.
    static final class Allowed {
        Map<Integer, List<String>> ordered(List<String> list) {
            return list.stream()
                    .collect(Collectors.groupingBy(String::length, java.util.TreeMap::new, Collectors.toList()));
        }

        Map<String, Integer> inserted(List<String> list) {
            return list.stream()
                    .collect(Collectors.toMap(
                            Function.identity(), String::length, Integer::sum, java.util.LinkedHashMap::new));
        }

        Map<String, Set<String>> atMostOne(String name) {
            return name.isEmpty() ? Map.of() : Map.of(name, Set.of(name));
        }

        String day(long number) {
            return LocalDate.ofEpochDay(number).toString();
        }

        int[] copied(int[] numbers) {
            int[] copy = new int[numbers.length];
            System.arraycopy(numbers, 0, copy, 0, numbers.length);
            return Arrays.copyOf(copy, copy.length);
        }
    }

    /// What the rules must let pass in records, enumerations and switches, which the compiler fills with its own calls.
    sealed interface Shape {
        /// A shape with one measure.
        record Square(int side) implements Shape {}

        /// A shape without any measure.
        enum Point implements Shape {
            ORIGIN
        }

        /// The measure, by a switch over types and patterns.
        default IntSupplier measure() {
            return switch (this) {
                case Square(int side) -> () -> side;
                case Point point -> point::ordinal;
            };
        }
    }
}

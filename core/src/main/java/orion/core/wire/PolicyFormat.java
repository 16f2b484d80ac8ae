package orion.core.wire;

import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.Amounts;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;

/// What a definition says of looking at a resource and of carrying it on, as bytes; what is
/// usual, and it mostly is, takes one.
final class PolicyFormat {
    private static final int LEAST_AMOUNT = 8;

    private PolicyFormat() {}

    static void write(BoundedWriter writer, MonitoringPolicy monitoring) {
        boolean usual = monitoring.equals(MonitoringPolicy.USUAL);
        writer.flag(usual);
        if (usual) {
            return;
        }
        writer.int32(monitoring.everySeconds())
                .int32(monitoring.timeoutSeconds())
                .int32(monitoring.timeouts())
                .int32(monitoring.restarts())
                .int32(monitoring.withinSeconds())
                .uint8(number(monitoring.action()));
    }

    static MonitoringPolicy readMonitoring(BoundedReader reader) {
        return reader.flag()
                ? MonitoringPolicy.USUAL
                : new MonitoringPolicy(
                        reader.int32(), reader.int32(), reader.int32(), reader.int32(), reader.int32(), action(reader));
    }

    private static int number(Action action) {
        return switch (action) {
            case COMATOSE -> 0;
            case MIGRATE -> 1;
            case REBOOT -> 2;
        };
    }

    private static Action action(BoundedReader reader) {
        int number = reader.uint8();
        return switch (number) {
            case 0 -> Action.COMATOSE;
            case 1 -> Action.MIGRATE;
            case 2 -> Action.REBOOT;
            default -> throw reader.malformed("there is no action " + number + " on failures");
        };
    }

    static void write(BoundedWriter writer, FailoverLimit limit) {
        boolean usual = limit.equals(FailoverLimit.USUAL);
        writer.flag(usual);
        if (usual) {
            return;
        }
        writer.int32(limit.most()).int32(limit.withinSeconds()).int32(limit.deadNodes());
    }

    static FailoverLimit readLimit(BoundedReader reader) {
        return reader.flag() ? FailoverLimit.USUAL : new FailoverLimit(reader.int32(), reader.int32(), reader.int32());
    }

    static void write(BoundedWriter writer, Amounts amounts) {
        writer.all(
                amounts.each().entrySet(),
                Amounts.MOST,
                (to, entry) -> to.text(entry.getKey()).int32(entry.getValue()));
    }

    private record Named(String name, int amount) {}

    static Amounts readAmounts(BoundedReader reader) {
        SortedMap<String, Integer> each = new TreeMap<>();
        for (Named named :
                reader.rising(Amounts.MOST, LEAST_AMOUNT, Named::name, from -> new Named(from.text(), from.int32()))) {
            each.put(named.name(), named.amount());
        }
        return new Amounts(each);
    }
}

package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import orion.core.model.Timing;
import orion.node.guard.RunDirectory;
import orion.node.os.LinuxException;
import orion.node.os.ServiceNotifier;
import orion.node.os.WatchdogAttributes;
import orion.node.os.WatchdogDevice;
import orion.node.trouble.Complaint;
import orion.node.trouble.FileFault;

/// Opens the watchdog an administrator chose, and refuses one whose time-out breaks the inequality of [Timing].
final class Watchdogs {
    private static final String PIPE = "fifo:";

    private Watchdogs() {}

    /// Opens a watchdog.
    ///
    /// @param choice `none`, `systemd`, `fifo:PATH` or the path of a kernel watchdog device
    /// @param report gets one sentence when the watchdog cannot be fed or disarmed; must not wait
    static Watchdog open(String choice, Timing timing, Consumer<String> report) throws SetupException {
        try {
            if (choice.equals("none")) {
                return new NoWatchdog();
            }
            if (choice.equals("systemd")) {
                return systemd(System.getenv(), timing, report);
            }
            if (choice.startsWith(PIPE)) {
                return FifoWatchdog.open(
                        Path.of(choice.substring(PIPE.length())), timing.longestWatchdogMillis(), report);
            }
            return device(Path.of(choice), timing, report);
        } catch (IOException e) {
            throw new SetupException(unusable(choice, e), e);
        }
    }

    /// Puts on record, before it is opened, what the guard has to disarm when the daemon dies.
    static void record(String choice, RunDirectory run) throws IOException {
        if (choice.startsWith(PIPE)) {
            run.recordWatchdog("pipe", Path.of(choice.substring(PIPE.length())));
        } else if (!choice.equals("none") && !choice.equals("systemd")) {
            run.recordWatchdog("device", Path.of(choice));
        }
    }

    private static Watchdog device(Path path, Timing timing, Consumer<String> report)
            throws LinuxException, SetupException {
        if (timing.longestWatchdogMillis() < 1000) {
            throw new SetupException(tooLong(path.toString(), 1000, timing));
        }
        WatchdogAttributes attributes = WatchdogAttributes.of(path);
        refuseWithoutWayOut(path.toString(), attributes);
        return DeviceWatchdog.take(WatchdogDevice.open(path), path.toString(), timing, attributes::armed, report);
    }

    /// Before it is opened, for from then on it could not be given back: whatever the daemon or its guard
    /// have stopped in order, and in whatever way the daemon ends, the host would be reset.
    static void refuseWithoutWayOut(String name, WatchdogAttributes attributes) throws SetupException {
        if (attributes.noWayOut()) {
            throw new SetupException(
                    "watchdog " + name + " cannot be used: once armed, its driver lets nobody disarm it"
                            + " (nowayout), so this host would be reset each time the daemon is stopped; load the driver"
                            + " with nowayout=0, or name another watchdog with --watchdog");
        }
    }

    static String unusable(String name, IOException why) {
        return "watchdog " + name + " cannot be used: " + FileFault.reason(why)
                + "; name another one with --watchdog, or --watchdog none to go without";
    }

    /// Opens systemd's watchdog.
    ///
    /// @param environment what systemd tells a service it watches
    static Watchdog systemd(Map<String, String> environment, Timing timing, Consumer<String> report)
            throws LinuxException, SetupException {
        String micros = environment.get("WATCHDOG_USEC");
        if (micros == null || !environment.containsKey("NOTIFY_SOCKET")) {
            throw new SetupException("systemd does not watch this service: set NotifyAccess=main, WatchdogSec= and"
                    + " WatchdogSignal=SIGKILL in its unit, or choose another --watchdog");
        }
        long millis = Long.parseLong(micros) / 1000;
        if (millis > timing.longestWatchdogMillis()) {
            throw new SetupException(tooLong("systemd", millis, timing));
        }
        return new SystemdWatchdog(
                ServiceNotifier.fromEnvironment(environment).orElseThrow(), millis, new Complaint(report));
    }

    static String tooLong(String name, long millis, Timing timing) {
        return "watchdog " + name + " resets the host only after " + millis
                + " ms without food, but with heartbeat " + timing.heartbeatMillis() + " ms and tolerance "
                + timing.toleranceMillis() + " ms it must do so within " + timing.longestWatchdogMillis()
                + " ms (tolerance minus four heartbeats): raise the tolerance, or use --watchdog none and know the risk";
    }

    /// None: a host that stops and comes back may write before it notices.
    private record NoWatchdog() implements Watchdog {
        @Override
        public long timeoutMillis() {
            return 0;
        }

        @Override
        public void feed() {}

        @Override
        public String description() {
            return "none";
        }

        @Override
        public Optional<String> weakness() {
            return Optional.of("no watchdog");
        }

        @Override
        public void close() {}
    }

    /// systemd's supervision of the service: it ends a daemon that hangs, and so has the guard stop everything, but it
    /// runs on the very host whose stop it would have to notice.
    private record SystemdWatchdog(ServiceNotifier notifier, long timeoutMillis, Complaint untold) implements Watchdog {
        @Override
        public void feed() {
            tell("WATCHDOG=1");
        }

        @Override
        public String description() {
            return "systemd";
        }

        @Override
        public Optional<String> weakness() {
            return Optional.of("no watchdog but systemd, which stops when the host does");
        }

        @Override
        public void close() {
            tell("STOPPING=1");
            notifier.close();
        }

        private void tell(String message) {
            try {
                notifier.send(message);
                untold.settle("systemd is told again that this node runs");
            } catch (LinuxException e) {
                untold.raise("systemd is not told that this node runs and will end it: " + e.getMessage());
            }
        }
    }
}

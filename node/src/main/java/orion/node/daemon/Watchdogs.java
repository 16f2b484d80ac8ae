package orion.node.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import orion.core.model.Timing;
import orion.node.os.LinuxException;
import orion.node.os.ServiceNotifier;
import orion.node.os.WatchdogDevice;

/// Opens the watchdog an administrator chose, and refuses one whose time-out breaks the inequality of [Timing].
final class Watchdogs {
    private Watchdogs() {}

    /// Opens a watchdog.
    ///
    /// @param choice `none`, `systemd`, `fifo:PATH` or the path of a kernel watchdog device
    static Watchdog open(String choice, Timing timing) throws SetupException {
        try {
            if (choice.equals("none")) {
                return new NoWatchdog();
            }
            if (choice.equals("systemd")) {
                return systemd(System.getenv(), timing);
            }
            if (choice.startsWith("fifo:")) {
                return new FifoWatchdog(Path.of(choice.substring("fifo:".length())), timing.longestWatchdogMillis());
            }
            return device(Path.of(choice), timing);
        } catch (IOException e) {
            throw new SetupException(
                    "watchdog " + choice + " cannot be used: " + e.getMessage()
                            + "; name another one with --watchdog, or --watchdog none to go without",
                    e);
        }
    }

    private static Watchdog device(Path path, Timing timing) throws LinuxException, SetupException {
        int wanted = (int) (timing.longestWatchdogMillis() / 1000);
        if (wanted < 1) {
            throw tooLong(path.toString(), 1000, timing);
        }
        WatchdogDevice device = WatchdogDevice.open(path);
        boolean taken = false;
        try {
            device.setTimeoutSeconds(wanted);
            long inForceMillis = device.timeoutSeconds() * 1000L;
            if (inForceMillis > timing.longestWatchdogMillis()) {
                throw tooLong(path.toString(), inForceMillis, timing);
            }
            taken = true;
            return new DeviceWatchdog(device, path, inForceMillis);
        } finally {
            // Opening armed it: whoever refuses it must disarm it.
            if (!taken) {
                device.disarm();
                device.close();
            }
        }
    }

    /// Opens systemd's watchdog.
    ///
    /// @param environment what systemd tells a service it watches
    static Watchdog systemd(Map<String, String> environment, Timing timing) throws LinuxException, SetupException {
        String micros = environment.get("WATCHDOG_USEC");
        if (micros == null || !environment.containsKey("NOTIFY_SOCKET")) {
            throw new SetupException("systemd does not watch this service: set NotifyAccess=main, WatchdogSec= and"
                    + " WatchdogSignal=SIGKILL in its unit, or choose another --watchdog");
        }
        long millis = Long.parseLong(micros) / 1000;
        if (millis > timing.longestWatchdogMillis()) {
            throw tooLong("systemd", millis, timing);
        }
        return new SystemdWatchdog(ServiceNotifier.fromEnvironment(environment).orElseThrow(), millis);
    }

    private static SetupException tooLong(String name, long millis, Timing timing) {
        return new SetupException(
                "watchdog " + name + " resets the host only after " + millis
                        + " ms without food, but with heartbeat " + timing.heartbeatMillis() + " ms and tolerance "
                        + timing.toleranceMillis() + " ms it must do so within " + timing.longestWatchdogMillis()
                        + " ms (tolerance minus four heartbeats): raise the tolerance, or use --watchdog none and know the risk");
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

    /// A watchdog of the kernel.
    private record DeviceWatchdog(WatchdogDevice device, Path path, long timeoutMillis) implements Watchdog {
        @Override
        public void feed() {
            try {
                device.feed();
            } catch (LinuxException e) {
                System.getLogger("orion").log(System.Logger.Level.ERROR, "watchdog not fed: {0}", e.getMessage());
            }
        }

        @Override
        public String description() {
            return path + " (" + device.identity() + ")";
        }

        @Override
        public void close() {
            try {
                device.disarm();
            } catch (LinuxException e) {
                System.getLogger("orion").log(System.Logger.Level.ERROR, "watchdog not disarmed: {0}", e.getMessage());
            }
            device.close();
        }
    }

    /// systemd's supervision of the service: it ends a daemon that hangs, and so has the guard stop everything, but it
    /// runs on the very host whose stop it would have to notice.
    private record SystemdWatchdog(ServiceNotifier notifier, long timeoutMillis) implements Watchdog {
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
            } catch (LinuxException e) {
                System.getLogger("orion").log(System.Logger.Level.ERROR, "systemd not told: {0}", e.getMessage());
            }
        }
    }

    /// A watchdog outside the host that reads a pipe: for hosts whose power a controller can cut, and for the
    /// lab.
    private static final class FifoWatchdog implements Watchdog {
        private final Path path;
        private final long timeoutMillis;
        private final FileChannel pipe;

        FifoWatchdog(Path path, long timeoutMillis) throws IOException {
            if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
                throw new IOException("it is not a pipe");
            }
            this.path = path;
            this.timeoutMillis = timeoutMillis;
            // Opened for reading too, so that opening never waits for the other side.
            this.pipe = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        @Override
        public long timeoutMillis() {
            return timeoutMillis;
        }

        @Override
        public void feed() {
            write('k');
        }

        @Override
        public String description() {
            return path.toString();
        }

        @Override
        public void close() {
            write('V');
            try {
                pipe.close();
            } catch (IOException e) {
                System.getLogger("orion").log(System.Logger.Level.ERROR, "{0} not closed: {1}", path, e.getMessage());
            }
        }

        private void write(char food) {
            try {
                pipe.write(ByteBuffer.wrap(new byte[] {(byte) food}));
            } catch (IOException e) {
                System.getLogger("orion").log(System.Logger.Level.ERROR, "{0} not fed: {1}", path, e.getMessage());
            }
        }
    }
}

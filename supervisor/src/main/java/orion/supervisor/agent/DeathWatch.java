package orion.supervisor.agent;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.util.Optional;

/// Sleeps in the kernel until an agent has died: its main process, or, where that is not known, the last
/// process of its control group. Nothing is polled, and a number that is given to another process misleads
/// nobody.
final class DeathWatch {
    private static final long PIDFD_OPEN = 434;
    private static final short READABLE = 1;
    private static final short URGENT = 2;
    private static final int READ_ONLY = 0;
    private static final int CLOSE_ON_EXEC = 0x80000;
    /// `struct pollfd { int fd; short events; short revents; }`.
    private static final long ENTRY_BYTES = 8;
    private static final int BUFFER_BYTES = 256;

    private static final MethodHandle SYSCALL = bind(
            "syscall",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle OPEN = bind(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = bind(
            "pread",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final MethodHandle POLL = bind(
            "poll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            bind("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private DeathWatch() {}

    @SuppressWarnings("restricted")
    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /// Comes back when it is dead, at once where it is dead already.
    static void await(Optional<ProcessIdentity> main, ControlGroup group) throws IOException {
        try {
            if (main.isPresent()) {
                awaitProcess(main.get());
            } else {
                awaitGroup(group);
            }
        } catch (IOException | RuntimeException told) {
            throw told;
        } catch (Throwable broken) {
            throw new AssertionError("A native call was bound with the wrong types.", broken);
        }
    }

    private static void awaitProcess(ProcessIdentity process) throws Throwable {
        int fd = (int) (long) SYSCALL.invokeExact(PIDFD_OPEN, process.pid(), 0L);
        if (fd < 0) {
            if (process.isAlive()) {
                throw new IOException("process " + process.pid() + " cannot be watched; Linux 5.3 or newer is needed");
            }
            return;
        }
        try {
            // What is open now is what is looked at now: the number may have been somebody else's a moment ago.
            while (process.isAlive()) {
                poll(fd, READABLE);
            }
        } finally {
            close(fd);
        }
    }

    private static void awaitGroup(ControlGroup group) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) OPEN.invokeExact(arena.allocateFrom(group.events().toString()), READ_ONLY | CLOSE_ON_EXEC);
            if (fd < 0) {
                if (Files.exists(group.events())) {
                    throw new IOException("the control group " + group.path() + " cannot be watched");
                }
                return;
            }
            try {
                MemorySegment buffer = arena.allocate(BUFFER_BYTES);
                while (true) {
                    // Whoever has read is woken by the next change.
                    long read = (long) READ.invokeExact(fd, buffer, (long) BUFFER_BYTES - 1, 0L);
                    if (read <= 0 || !buffer.getString(0).contains("populated 1")) {
                        return;
                    }
                    poll(fd, URGENT);
                }
            } finally {
                close(fd);
            }
        }
    }

    private static void poll(int fd, short events) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(ENTRY_BYTES);
            entry.set(ValueLayout.JAVA_INT, 0, fd);
            entry.set(ValueLayout.JAVA_SHORT, Integer.BYTES, events);
            int ready = (int) POLL.invokeExact(entry, 1L, -1);
            assert ready >= -1;
        }
    }

    private static void close(int fd) throws Throwable {
        int result = (int) CLOSE.invokeExact(fd);
        assert result >= -1;
    }
}

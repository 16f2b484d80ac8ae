package orion.supervisor.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.GwhaSettings;

/// A host's `gwha.conf` with agents that are shell scripts, all in one folder of a test.
public final class AgentFolder {
    private static final long LIMIT_SECONDS = 180;

    private final Path folder;
    private final StringBuilder sections = new StringBuilder();
    private String own = "";

    public AgentFolder(Path folder) {
        this.folder = folder;
    }

    /// Adds lines to the section `[gwha]`.
    public void settings(String lines) {
        own = lines;
        write();
    }

    /// Adds an agent.
    ///
    /// @param script what it does
    /// @param lines  more lines of its section
    public AgentDefinition define(String location, String script, String lines) {
        Path program = folder.resolve(location + ".sh");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(program, "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        sections.append("[%s]\nserver = %s\ndelay = 0\n%s\n".formatted(location, program, lines));
        write();
        try {
            return configuration().agent(location);
        } catch (ConfigurationFault fault) {
            throw new IllegalArgumentException(fault);
        }
    }

    private void write() {
        try {
            Files.writeString(
                    file(),
                    "[gwha]\nrun = %s\nlog = %s\n%s%s"
                            .formatted(folder.resolve("run"), folder.resolve("log"), own, sections));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public Path file() {
        return folder.resolve("gwha.conf");
    }

    public GwhaConfiguration configuration() {
        try {
            return GwhaConfiguration.read(file());
        } catch (ConfigurationFault fault) {
            throw new IllegalArgumentException(fault);
        }
    }

    GwhaSettings settings() {
        return configuration().settings();
    }

    public AgentControl control() {
        return new AgentControl(settings(), ClusterAuthority.NOT_CLUSTERED);
    }

    /// Of the first agent.
    public AgentStatus status() {
        try {
            return control().status(configuration().agents().getFirst());
        } catch (AgentFailure failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// Kills the main process of the first agent and waits until it is gone.
    public void killMain() {
        long pid = status().pid().orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        awaitGone(pid);
    }

    /// Waits until so many processes of the first agent live: one counts as started a moment after it
    /// has begun, whatever it has come to by then.
    void awaitProcesses(int count) {
        await(count + " processes", () -> status().processes().size() >= count);
    }

    /// Waits for what an agent does after it counts as started.
    static void await(String what, Callable<Boolean> seen) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!seen.call()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("waited in vain for " + what);
                }
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// Waits until a process is gone. One that belongs to no control group any more may still be on its way out.
    static void awaitGone(long pid) {
        await("the end of process " + pid, () -> ProcessIdentity.of(pid).isEmpty());
    }

    /// Leaves no process behind.
    public void stopAll() throws AgentFailure, InterruptedException {
        for (AgentDefinition agent : configuration().agents()) {
            control().stop(agent, "");
        }
    }
}

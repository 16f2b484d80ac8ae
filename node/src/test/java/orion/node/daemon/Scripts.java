package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// Resources made of shell scripts, which tell what they do in files of one folder.
record Scripts(Path folder) {
    private static final int SECONDS = 60;

    /// A script file; `$here` in it is the folder.
    String script(String name, String text) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\nhere=" + folder + "\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }

    /// A part with these scripts.
    PartDefinition part(String name, String load, String unload) throws IOException {
        return new PartDefinition.Script(
                script(name + "-load", load), script(name + "-unload", unload), Optional.empty());
    }

    /// A part that is looked at with a script.
    PartDefinition monitored(String name, String monitor) throws IOException {
        return new PartDefinition.Script(
                script(name + "-load", "exit 0"),
                script(name + "-unload", "exit 0"),
                Optional.of(script(name + "-monitor", monitor)));
    }

    /// A program that runs for as long as the resource is loaded.
    PartDefinition program(String name, String text) throws IOException {
        return new PartDefinition.Command(List.of(script(name, text)), List.of(), SECONDS, Map.of(), Optional.empty());
    }

    static ResourceDefinition resource(String name, PartDefinition... parts) {
        return new ResourceDefinition(name, List.of(parts), List.of(), SECONDS, SECONDS, ResourcePolicy.USUAL);
    }

    static ResourceDefinition monitoredBy(MonitoringPolicy policy, ResourceDefinition resource) {
        return new ResourceDefinition(
                resource.name(), resource.parts(), List.of(), SECONDS, SECONDS, ResourcePolicy.USUAL.with(policy));
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    void make(String name) throws IOException {
        Files.writeString(folder.resolve(name), "");
    }

    /// Lines of a file; none where there is no such file.
    List<String> lines(String name) throws IOException {
        return exists(name) ? Files.readAllLines(folder.resolve(name)) : List.of();
    }

    /// Waits until a script has told the number of its process: it runs as soon as it has begun, and tells that later.
    long awaitPid(String pidFile) throws Exception {
        Eventually.is(pidFile + " is told", () -> !lines(pidFile).isEmpty());
        return Long.parseLong(lines(pidFile).getFirst());
    }

    /// Whether the process whose number a script wrote to the file lives.
    boolean lives(String pidFile) throws IOException {
        return lives(Long.parseLong(lines(pidFile).getFirst()));
    }

    /// Whether a process lives; one that is dead and whose parent has not noticed does not.
    static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }
}

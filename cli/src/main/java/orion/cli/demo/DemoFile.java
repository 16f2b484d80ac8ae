package orion.cli.demo;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What `demo.json` tells programs about a running demonstration.
///
/// @param nodes     the daemons
/// @param resources the sites
@Json
public record DemoFile(List<DemoNodeEntry> nodes, List<DemoSiteEntry> resources) {
    static final String NAME = "demo.json";

    /// A daemon.
    ///
    /// @param pid its process
    /// @param api where it takes commands, `unix:PATH`
    @Json
    public record DemoNodeEntry(String name, long pid, String api) {}

    /// A site.
    ///
    /// @param url where it answers, on whichever node it runs
    @Json
    public record DemoSiteEntry(String name, String url) {}

    public DemoFile {
        nodes = List.copyOf(nodes);
        resources = List.copyOf(resources);
    }

    /// Writes it so that a reader sees the old one or the new one, never half of it.
    void write(Path directory) throws IOException {
        Path part = directory.resolve(NAME + ".new");
        Files.writeString(part, Jsonb.builder().build().type(DemoFile.class).toJson(this) + "\n");
        Files.move(part, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}

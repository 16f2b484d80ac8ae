package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.PartDefinition;

/// Loads of several parts during which the lease of the node runs out.
final class LeaseTest {
    private final Path folder;
    private final Path mounted;
    private final Workplace place;

    LeaseTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.mounted = folder.resolve("mounted");
        this.place = new Workplace(folder);
    }

    private String load() throws IOException {
        return place.script("load", "mkdir " + mounted);
    }

    private String unload() throws IOException {
        return place.script("unload", "echo unloaded >> " + folder + "/unloaded", "rmdir " + mounted);
    }

    @Test
    void aLeaseThatRunsOutBetweenTwoPartsStopsTheLoadAndTakesItBack() throws Exception {
        place.lease = () -> !Files.exists(mounted);
        PartDefinition second = place.scripts(place.script("second", "touch " + folder + "/ran"), unload());
        ResourceRunner runner = place.runner(Workplace.WITHOUT_GROUPS, place.scripts(load(), unload()), second);

        ResourceOutcome outcome = runner.load();

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.reason()).endsWith("script " + folder + "/second: the lease of this node ran out");
        assertThat(outcome.stopped()).isTrue();
        assertThat(folder.resolve("ran")).doesNotExist();
        assertThat(mounted).doesNotExist();
        assertThat(place.read("unloaded").lines()).hasSize(1);
        assertThat(place.recordFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orion.node.part.Workplace#hosts")
    void aLeaseThatRunsOutAtTheLastMomentHoldsTheProgramBack(HostAccess host) throws Exception {
        AtomicInteger questions = new AtomicInteger();
        place.lease = () -> questions.incrementAndGet() == 1;

        ResourceOutcome outcome =
                place.runner(host, place.scripts(load(), unload())).load();

        assertThat(questions).hasValue(2);
        assertThat(outcome.reason()).endsWith("the lease of this node ran out");
        assertThat(outcome.stopped()).isTrue();
        assertThat(mounted).doesNotExist();
        assertThat(folder.resolve("unloaded")).doesNotExist();
        assertThat(place.marked()).isEmpty();
        assertThat(place.recordFiles()).isEmpty();
    }
}

package orion.node.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.EditRules;
import orion.core.resource.Request;

/// A node keeps what each edit led to, and says so where something is missing or damaged.
final class EditHistoryTest {
    private static final Author ANNA = new Author("anna", "n1", "for root");
    private static final long LARGE = 1 << 20;

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Path files = Path.of(".");

    @BeforeEach
    void name() {
        files = folder.resolve("history");
    }

    private EditHistory history(int most) {
        return new EditHistory(files, most, LARGE, EditHistoryTest::whole, complaints::add);
    }

    /// As the daemon does it: whoever reads meanwhile finds nothing, or all.
    private static void whole(Path file, byte[] content) throws IOException {
        Path fresh = Files.write(file.resolveSibling(file.getFileName() + ".new"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ClusterState made() {
        NodeDefinition node = new NodeDefinition(new NodeId(1), "n1", List.of(new Endpoint("10.0.0.1", 7023)));
        return ClusterState.initial(new ClusterConfiguration(
                "harbour", 1, Timing.STANDARD, 1, 60, 1, new TreeMap<>(Map.of(node.id(), node)), new TreeMap<>()));
    }

    private static ClusterState with(ClusterState before, String resource, long atSeconds) {
        ResourceDefinition definition =
                new ResourceDefinition(resource, List.of(new PartDefinition.Unit(resource + ".service")));
        Request.Edit edit = new Request.Edit(
                List.of(new Change.PutResource(definition)), ANNA, atSeconds, OptionalLong.empty(), false);
        return new EditRules(before, Generation.NONE, new TreeSet<>())
                .outcome(edit)
                .state();
    }

    /// What is kept is kept soon; a test that fails here would have waited for ever.
    private static void await(Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!wanted.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void awaitNumbers(EditHistory history, Long... numbers) throws Exception {
        await(() -> history.heads().stream().map(KeptEdit::number).toList().equals(List.of(numbers)));
    }

    @Test
    void whatEachEditLedToIsKeptWithItsAuthor() throws Exception {
        EditHistory history = history(10);
        ClusterState first = with(made(), "web", 1_700_000_000);

        history.take(made());
        history.take(first);
        history.take(first);
        history.take(with(first, "mail", 1_700_000_060));

        awaitNumbers(history, 1L, 2L, 3L);
        KeptEdit web = history.read(2).orElseThrow();
        assertThat(web.author()).isEqualTo(Optional.of(ANNA));
        assertThat(web.atSeconds()).isEqualTo(1_700_000_000);
        assertThat(web.summary()).isEqualTo("web created");
        assertThat(web.definitions().resources())
                .containsExactlyElementsOf(first.configuration().resources().values());
        assertThat(history.read(1).orElseThrow().author()).isEmpty();
        assertThat(history.read(4)).isEmpty();
        assertThat(complaints).isEmpty();
    }

    @Test
    void theOldestAreForgotten() throws Exception {
        EditHistory history = history(3);
        ClusterState state = made();
        for (int i = 0; i < 6; i++) {
            state = with(state, "r" + i, i);
            history.take(state);
        }

        awaitNumbers(history, 5L, 6L, 7L);
    }

    @Test
    void anEditThatWasNeverAcknowledgedMakesWayForTheOneOfItsNumber() throws Exception {
        history(10).take(with(made(), "lost", 1));
        awaitNumbers(history(10), 2L);

        EditHistory again = history(10);
        again.take(with(made(), "web", 2));

        await(() ->
                again.read(2).filter(it -> it.summary().equals("web created")).isPresent());
    }

    @Test
    void whatWasLostWhileTheNodeWasAwayIsForgottenAlsoWhenOthersHaveEditedSince() throws Exception {
        ClusterState kept = with(made(), "web", 1);
        history(10).take(kept);
        awaitNumbers(history(10), 2L);
        history(10).take(with(kept, "lost", 2));
        awaitNumbers(history(10), 2L, 3L);

        history(10).take(with(with(kept, "mail", 3), "print", 4));

        awaitNumbers(history(10), 2L, 4L);
    }

    @Test
    void aDamagedFileIsToldOfAndNotUsed() throws IOException {
        Files.createDirectories(files);
        Files.writeString(files.resolve("00000002.yaml"), "# edit: 3\n# at: 1\n# did: x\nresources: {}\n");
        Files.writeString(files.resolve("00000003.yaml"), "# edit: three\nresources: {}\n");
        Files.write(files.resolve("00000004.yaml"), new byte[] {'#', ' ', (byte) 0xff});
        Files.writeString(files.resolve("notes.txt"), "somebody's");

        assertThat(history(10).heads()).isEmpty();
        assertThat(complaints)
                .hasSize(3)
                .allMatch(text -> text.contains("is damaged and not used") && text.endsWith("delete it"));
    }

    @Test
    void aFullDiskIsToldOf() throws Exception {
        EditHistory history = new EditHistory(
                files,
                10,
                LARGE,
                (_, _) -> {
                    throw new IOException("No space left on device");
                },
                complaints::add);

        history.take(with(made(), "web", 1));

        await(() -> complaints.stream()
                .anyMatch(text -> text.startsWith("edit 2 could not be kept") && text.contains("No space left")));
    }
}

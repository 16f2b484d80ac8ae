package orion.sim.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Searches scenes one after the other and tells what came of each.
public final class SceneSearch {
    private SceneSearch() {}

    /// Searches.
    ///
    /// @param name     of one scene, in small letters; all of them where it is empty
    /// @param depth    how many steps to take at most
    /// @param out      takes a line per scene, and the steps that led to a violation
    /// @param progress takes what a person may see meanwhile
    /// @return 0: nothing was broken; 1: something was
    /// @throws IllegalArgumentException where there is no such scene
    public static int run(Optional<String> name, int depth, Consumer<String> out, Consumer<String> progress) {
        int status = 0;
        for (Scene scene : scenes(name)) {
            progress.accept("searching: " + scene.title());
            ExhaustiveSearch.Found found = new ExhaustiveSearch().from(scene.world(), depth);
            out.accept(String.format(
                    Locale.ROOT,
                    "%s (%s, %d nodes): %d steps deep, %d worlds, %d steps, %s",
                    nameOf(scene),
                    scene.title(),
                    scene.nodes(),
                    depth,
                    found.worlds(),
                    found.steps(),
                    found.violation().map(text -> "broken: " + text).orElse("nothing broken")));
            found.story().forEach(step -> out.accept("    " + step));
            status = found.violation().isPresent() ? 1 : status;
        }
        return status;
    }

    private static String nameOf(Scene scene) {
        return scene.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<Scene> scenes(Optional<String> name) {
        List<Scene> chosen = Arrays.stream(Scene.values())
                .filter(scene -> name.isEmpty() || name.get().equals(nameOf(scene)))
                .toList();
        if (chosen.isEmpty()) {
            String all = Arrays.stream(Scene.values()).map(SceneSearch::nameOf).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("there is no scene '" + name.orElse("") + "'; there are " + all);
        }
        return chosen;
    }
}

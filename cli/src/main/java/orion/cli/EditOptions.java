package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What an author of an edit allows, and what was seen before.
final class EditOptions {
    private @Spec(Spec.Target.MIXEE) CommandSpec spec = CommandSpec.create();

    @Option(names = "--dry-run", description = "only say what would happen, or why it would be refused")
    private boolean dryRun;

    @Option(
            names = "--restart",
            description = "restart what runs and is to consist of other parts, where it is; refused without")
    private boolean restart;

    @Option(
            names = "--based-on",
            paramLabel = "N",
            description = "refuse to touch what was changed after edit N, the newest you have seen")
    private @Nullable String basedOn;

    private @Mixin TrialOptions trial = new TrialOptions();

    /// Whether nothing is to be changed.
    boolean dryRun() {
        return dryRun;
    }

    OptionalLong basedOn() {
        return basedOn == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(EditNumber.checked(spec, basedOn)));
    }

    /// As words for the daemon.
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (restart) {
            words.add("restart");
        }
        basedOn().ifPresent(number -> words.add("based-on=" + number));
        words.addAll(trial.words());
        return words;
    }
}

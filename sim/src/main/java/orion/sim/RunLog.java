package orion.sim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import orion.core.Input;
import orion.core.Output;
import orion.core.model.NodeId;

/// The story of a run: a hash over every step, which must be the same whenever the seed is, and, for those who read,
/// one line per event with a column per node.
final class RunLog {
    private final Timeline timeline;
    private final Optional<Consumer<String>> reader;
    private final Columns columns;
    private final Function<NodeId, String> names;
    private final boolean detailed;
    private long hash = 0xcbf29ce484222325L;
    private long steps;

    /// Draws the columns.
    interface Columns {
        String draw();
    }

    /// Writes for somebody.
    ///
    /// @param names    what people read for a host
    /// @param detailed whether messages and cycles are told too
    RunLog(
            Timeline timeline,
            Columns columns,
            Function<NodeId, String> names,
            boolean detailed,
            Optional<Consumer<String>> reader) {
        this.timeline = timeline;
        this.columns = columns;
        this.names = names;
        this.detailed = detailed && reader.isPresent();
        this.reader = reader;
    }

    void step(NodeId host, Input input, List<Output> outputs) {
        steps++;
        mix(timeline.now());
        mix(host.number());
        mix(kind(input).hashCode());
        mix(outputs.size());
        if (detailed) {
            tell(host, "<- " + kind(input) + (input instanceof Input.Received received ? " " + received : ""));
        }
        for (Output output : outputs) {
            mix(output.getClass().getSimpleName().hashCode());
            switch (output) {
                case Output.Happened happened -> line(host, happened.event().text());
                case Output.RunAction run ->
                    line(host, run.order() + " " + run.resource().name());
                case Output.Fence(var member) -> line(host, "FENCES " + member);
                case Output.StopEverything _ -> line(host, "STOPS EVERYTHING");
                case Output.Send send when detailed -> tell(host, "-> " + send.to() + " " + send.message());
                case Output.StartBoardCycle cycle when detailed -> tell(host, "=> " + cycle.block());
                case Output.Send _,
                        Output.StartBoardCycle _,
                        Output.LeaseRenewed _,
                        Output.End _,
                        Output.Answer _,
                        Output.StateAgreed _,
                        Output.StateLearned _,
                        Output.ReadStates _ -> {}
            }
        }
    }

    private static String kind(Input input) {
        return input instanceof Input.Received received
                ? received.message().getClass().getSimpleName()
                : input.getClass().getSimpleName();
    }

    void line(NodeId host, String text) {
        mix(text.hashCode());
        tell(host, text);
    }

    private void tell(NodeId host, String text) {
        reader.ifPresent(it -> it.accept(String.format(
                Locale.ROOT, "%10.3f %s %s %s", timeline.now() / 1e6, columns.draw(), names.apply(host), text)));
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
    }

    long hash() {
        return hash;
    }

    long steps() {
        return steps;
    }
}

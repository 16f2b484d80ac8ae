package orion.node.daemon;

import java.util.List;
import java.util.Optional;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Explanation;
import orion.core.resource.Moment;
import orion.core.resource.WhatIf;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.PlannerData;

/// Answers what people ask the planner: why a resource is where it is, and what the loss of a node would do. Nothing is
/// changed, and no other node is asked.
final class PlannerDesk {
    private final ClusterState state;
    private final Moment moment;

    PlannerDesk(ClusterState state, Moment moment) {
        this.state = state;
        this.moment = moment;
    }

    ControlReply answer(ControlRequest request) {
        List<String> words = request.words();
        if (request.verb().equals("what-if")) {
            return words.isEmpty() ? told(new WhatIf(state, moment).losses()) : lossOf(words.getFirst());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the request lacks the resource");
        }
        return explained(words.getFirst());
    }

    private ControlReply explained(String resource) {
        return state.resources().containsKey(resource)
                ? ControlReply.of(
                        new PlannerData(Optional.of(data(Explanation.of(state, moment, resource))), List.of()))
                : ControlReply.refused(
                        "there is no resource " + resource + "; 'orion resources' lists those there are");
    }

    private ControlReply lossOf(String name) {
        Optional<NodeId> node = state.configuration().nodeNamed(name).map(NodeDefinition::id);
        String cluster = state.configuration().clusterName();
        if (node.isEmpty()) {
            return ControlReply.refused(
                    "there is no node " + name + " in cluster " + cluster + "; 'orion view' lists those there are");
        }
        return moment.generation().members().contains(node.get())
                ? told(List.of(new WhatIf(state, moment).loss(node.get())))
                : ControlReply.refused(name + " is not a member of cluster " + cluster
                        + " at present, so its loss would change nothing; 'orion view' shows who is");
    }

    private ControlReply told(List<WhatIf.Loss> losses) {
        return ControlReply.of(new PlannerData(
                Optional.empty(), losses.stream().map(this::data).toList()));
    }

    private PlannerData.ExplanationData data(Explanation explanation) {
        return new PlannerData.ExplanationData(
                explanation.resource().name(),
                explanation.resource().phase().title(),
                name(explanation.place()),
                explanation.resource().reason(),
                explanation.now(),
                explanation.options().stream()
                        .map(option -> data(explanation, option))
                        .toList());
    }

    private PlannerData.OptionData data(Explanation explanation, Explanation.Option option) {
        return new PlannerData.OptionData(
                name(Optional.of(option.node())),
                explanation.place().equals(Optional.of(option.node())),
                option.ground().kind(),
                option.ground().words(state.configuration()),
                option.steps().isPresent(),
                option.steps().orElse(List.of()).stream()
                        .map(step -> step.words(state.configuration()))
                        .toList());
    }

    private PlannerData.LossData data(WhatIf.Loss loss) {
        return new PlannerData.LossData(
                name(Optional.of(loss.node())),
                loss.fates().stream().map(this::data).toList(),
                loss.overloads().stream()
                        .map(overload -> "%s would be overloaded: its resources would need %d of %s, and it has %d"
                                .formatted(
                                        name(Optional.of(overload.node())),
                                        overload.needed(),
                                        overload.what(),
                                        overload.capacity()))
                        .toList());
    }

    private PlannerData.FateData data(WhatIf.Fate fate) {
        return new PlannerData.FateData(
                fate.resource(),
                name(fate.from()),
                fate.phase().title(),
                name(fate.to()),
                fate.expectedMillis().orElse(-1),
                fate.reason());
    }

    private String name(Optional<NodeId> node) {
        return node.map(state.configuration()::nameOf).orElse("");
    }
}

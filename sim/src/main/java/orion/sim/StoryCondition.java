package orion.sim;

import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.model.NodeId;
import orion.core.resource.Alert;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;

/// Something that is so at a moment of a story, or not. The forms in which a story says it are listed in
/// `sim/stories/README.md`.
@FunctionalInterface
interface StoryCondition {
    /// What is instead, in a few words; empty where the condition is met.
    Optional<String> unmet(StoryStage stage);

    /// Reads conditions joined by `and`.
    static StoryCondition read(StoryWords words) {
        StoryCondition first = readOne(words);
        if (!words.take("and")) {
            return first;
        }
        StoryCondition rest = read(words);
        return stage -> first.unmet(stage).or(() -> rest.unmet(stage));
    }

    private static StoryCondition readOne(StoryWords words) {
        if (words.take("the", "cluster", "is", "whole")) {
            return stage -> stage.cluster().incomplete();
        }
        if (words.take("members", "of")) {
            NodeId node = words.node();
            words.need("are");
            SortedSet<NodeId> expected = words.nodes();
            return ofNode(node, view -> same(names(view.generation().members()), names(expected)));
        }
        if (words.take("the", "master", "of")) {
            NodeId node = words.node();
            words.need("is");
            NodeId expected = words.node();
            return ofNode(
                    node, view -> same(view.master().map(StoryCondition::name).orElse("nobody"), name(expected)));
        }
        if (words.take("told")) {
            String text = words.word("words in quotes");
            return stage -> stage.wasTold(text) ? Optional.empty() : Optional.of("nobody told it");
        }
        if (words.take("nobody", "told")) {
            String text = words.word("words in quotes");
            return stage -> stage.wasTold(text) ? Optional.of("somebody told it") : Optional.empty();
        }
        if (words.take("no", "death")) {
            return stage -> same(stage.deaths() + " deaths", "0 deaths");
        }
        if (words.numberComes()) {
            int expected = words.number("a number");
            words.need(expected == 1 ? "death" : "deaths");
            return stage -> same(stage.deaths() + " deaths", expected + " deaths");
        }
        return words.nodeComes() ? readOfNode(words, words.node()) : readOfResource(words, words.word("a condition"));
    }

    private static StoryCondition readOfNode(StoryWords words, NodeId node) {
        if (words.take("is", "a", "member")) {
            return ofNode(node, view -> same(view.standing(), Standing.MEMBER));
        }
        if (words.take("is", "no", "member")) {
            return stage -> stage.view(node)
                            .filter(view -> view.standing() == Standing.MEMBER)
                            .isPresent()
                    ? Optional.of("it is a member")
                    : Optional.empty();
        }
        if (words.take("is", "down")) {
            return stage -> stage.view(node).map(view -> "its daemon runs");
        }
        if (words.take("is", "stopping")) {
            return ofNode(node, view -> same(view.standing(), Standing.STOPPING));
        }
        if (words.take("is", "in", "generation")) {
            long number = words.number("a number");
            return ofNode(node, view -> same(view.generation().number(), number));
        }
        if (words.take("acts", "at", "level")) {
            int level = words.number("a number");
            return ofNode(node, view -> same(view.generation().level(), level));
        }
        if (words.take("is", "in", "life")) {
            long number = words.number("a number");
            return ofNode(node, view -> same(view.self().incarnation(), number));
        }
        if (words.take("has", "a", "lease")) {
            return stage -> lease(stage, node, true);
        }
        if (words.take("has", "no", "lease")) {
            return stage -> lease(stage, node, false);
        }
        if (words.take("can", "use", "the", "board")) {
            return ofNode(node, view -> same(view.boardHealthy(), true));
        }
        if (words.take("cannot", "use", "the", "board")) {
            return ofNode(node, view -> same(view.boardHealthy(), false));
        }
        words.need("waits", "because");
        String reason = words.word("a reason in quotes");
        return ofNode(
                node,
                view -> view.obstacle().orElse("").contains(reason)
                        ? Optional.empty()
                        : Optional.of("it waits because: " + view.obstacle().orElse("nothing")));
    }

    private static StoryCondition readOfResource(StoryWords words, String resource) {
        if (words.take("runs", "on")) {
            NodeId node = words.node();
            return stage -> same(where(stage, resource), name(node))
                    .or(() -> agreed(stage, resource, state -> same(state.phase(), Phase.RUNNING)));
        }
        if (words.take("is", "active", "on")) {
            SortedSet<NodeId> nodes = words.nodes();
            return stage -> same(where(stage, resource), names(nodes));
        }
        if (words.take("is", "active", "nowhere")) {
            return stage -> same(where(stage, resource), "nowhere");
        }
        if (words.take("is", "not", "on")) {
            NodeId node = words.node();
            return stage -> stage.cluster().holdersOf(resource).contains(node)
                    ? Optional.of("it is active on " + where(stage, resource))
                    : Optional.empty();
        }
        if (words.take("has")) {
            int lives = words.number("a number of lives");
            words.need(lives == 1 ? "life" : "lives");
            return stage -> agreed(stage, resource, state -> same(state.lives(), lives));
        }
        if (words.take("asks")) {
            String text = words.word("words in quotes");
            return stage -> agreed(
                    stage,
                    resource,
                    state -> state.alert()
                                    .filter(alert -> alert.cause().contains(text))
                                    .isPresent()
                            ? Optional.empty()
                            : Optional.of("it asks: "
                                    + state.alert().map(Alert::cause).orElse("nothing")));
        }
        words.need("is");
        Phase phase = phase(words);
        return stage -> agreed(stage, resource, state -> same(state.phase(), phase));
    }

    private static Phase phase(StoryWords words) {
        for (Phase phase : Phase.values()) {
            if (words.take(phase.title().split(" "))) {
                return phase;
            }
        }
        throw words.wrong("something that can be said of a resource");
    }

    private static Optional<String> lease(StoryStage stage, NodeId node, boolean expected) {
        Daemon daemon = stage.host(node).daemon();
        return same(
                daemon != null && daemon.leaseValid() ? "it has a lease" : "it has no lease",
                expected ? "it has a lease" : "it has no lease");
    }

    private static StoryCondition ofNode(NodeId node, Function<NodeView, Optional<String>> judge) {
        return stage -> stage.view(node).map(judge).orElse(Optional.of("no daemon runs there"));
    }

    private static Optional<String> agreed(
            StoryStage stage, String resource, Function<ResourceState, Optional<String>> judge) {
        return stage.state()
                .map(state -> Optional.ofNullable(state.resources().get(resource))
                        .map(judge)
                        .orElse(Optional.of("there is no such resource")))
                .orElse(Optional.of("nobody is a member"));
    }

    private static Optional<String> same(Object actual, Object expected) {
        return actual.equals(expected) ? Optional.empty() : Optional.of("it is: " + actual);
    }

    private static String where(StoryStage stage, String resource) {
        String nodes = names(stage.cluster().holdersOf(resource));
        return nodes.isEmpty() ? "nowhere" : nodes;
    }

    private static String names(SortedSet<NodeId> nodes) {
        return nodes.stream().map(StoryCondition::name).collect(Collectors.joining(" "));
    }

    private static String name(NodeId node) {
        return "n" + node.number();
    }
}

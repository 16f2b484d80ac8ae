package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import orion.core.configuration.Amounts;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.configuration.Role;
import orion.core.model.NodeId;
import orion.core.resource.Alert;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;
import orion.sim.StoryStep.Act;

/// What people ask of a cluster in a story: `ask NODE to ... [, which is refused | , without waiting]`. The answer is
/// told too.
final class StoryRequest {
    /// Some requests can only be made where the story has come to.
    private interface Wish {
        Request of(StoryStage stage);
    }

    private StoryRequest() {}

    static Act read(StoryWords words, String line) {
        NodeId on = words.node();
        words.need("to");
        Wish wish = wish(words);
        boolean refused = words.take(",", "which", "is", "refused");
        boolean waits = !words.take(",", "without", "waiting");
        return stage -> {
            stage.tell(line);
            long ticket = stage.ask(on, wish.of(stage));
            return waits ? answer(stage, ticket, refused) : Optional.empty();
        };
    }

    private static Optional<String> answer(StoryStage stage, long ticket, boolean refused) {
        Optional<SimCluster.Answer> answer = stage.answer(ticket);
        if (answer.isEmpty()) {
            return Optional.of("nobody answers");
        }
        stage.tell((answer.get().accepted() ? "answer: " : "refused: ")
                + answer.get().text());
        return answer.get().accepted() == refused
                ? Optional.of((refused ? "it is accepted: " : "it is refused: ")
                        + answer.get().text())
                : Optional.empty();
    }

    private static Wish wish(StoryWords words) {
        String verb = words.word("a request");
        return switch (verb) {
            case "move" -> {
                String resource = words.word("a resource");
                words.need("to");
                NodeId node = words.node();
                yield stage -> new Request.Migrate(resource, node);
            }
            case "take" -> {
                String resource = words.word("a resource");
                words.need("offline");
                yield stage -> new Request.Offline(resource);
            }
            case "bring" -> {
                String resource = words.word("a resource");
                words.need("online");
                Optional<NodeId> node = words.take("on") ? Optional.of(words.node()) : Optional.empty();
                yield stage -> new Request.Online(resource, node);
            }
            case "answer" -> answer(words);
            case "create" -> creation(words);
            case "delete" -> {
                String resource = words.word("a resource");
                yield stage -> Edits.delete(resource);
            }
            case "confirm" -> ending(words, Edits::confirm);
            case "undo" -> ending(words, Edits::undo);
            case "add" -> words.take("token") ? token(words) : addition(words.node());
            case "remove" -> words.take("token") ? removalOfToken(words.word("a token")) : removal(words.node());
            case "give" -> capacity(words.node(), amounts(words));
            case "let" -> {
                NodeId node = words.node();
                words.need("leave");
                yield stage -> new Request.Leave(node);
            }
            case "begin" -> {
                Maintenance.Scope scope = scope(words);
                long millis = words.take("for") ? words.millis() : Maintenance.UNTIL_ENDED;
                yield stage -> new Request.BeginMaintenance(scope, millis);
            }
            case "end" -> {
                Maintenance.Scope scope = scope(words);
                yield stage -> new Request.EndMaintenance(scope);
            }
            case "stop" -> {
                words.need("the", "cluster");
                yield stage -> new Request.Down();
            }
            default ->
                throw new IllegalArgumentException(
                        "there is no request '" + verb
                                + "'; there are move, take, bring, answer, create, delete, confirm, undo, add, remove, give, let, begin, end and stop");
        };
    }

    /// `DEFINITION [of other parts] [allowing a restart] [as seen after edit N] [on trial for TIME]`: what there is
    /// already gets another
    /// definition.
    private static Wish creation(StoryWords words) {
        ResourceDefinition definition = definition(words);
        if (words.take("of", "other", "parts")) {
            definition = definition.withParts(
                    List.of(new PartDefinition.Command(List.of("/bin/true", definition.name(), "otherwise"))));
        }
        Request.Edit edit = Edits.put(definition);
        Request.Edit allowed = words.take("allowing", "a", "restart") ? Edits.restarting(edit) : edit;
        Request.Edit asked =
                words.take("as", "seen", "after", "edit") ? Edits.basedOn(words.number("an edit"), allowed) : allowed;
        Request.Edit tried = words.take("on", "trial", "for") ? asked.confirmedWithin(words.millis()) : asked;
        return _ -> tried;
    }

    private static Wish capacity(NodeId node, Amounts amounts) {
        return stage -> Edits.capacity(node, amounts);
    }

    /// `NAME [as seen after edit N]`: with a secret that is the same only where both are.
    private static Wish token(StoryWords words) {
        String name = words.word("a token");
        boolean earlier = words.take("as", "seen", "after", "edit");
        long number = earlier ? words.number("an edit") : 0;
        return stage -> {
            long newest =
                    stage.state().map(state -> state.configuration().version()).orElse(1L);
            long seen = earlier ? number : newest;
            return Edits.addToken(name, (long) name.hashCode() << 32 | seen, Role.OPERATOR, seen);
        };
    }

    private static Wish removalOfToken(String name) {
        return _ -> Edits.removeToken(name);
    }

    private static Wish addition(NodeId node) {
        return stage -> Edits.add(stage.definition(node));
    }

    private static Wish removal(NodeId node) {
        return stage -> Edits.remove(node);
    }

    private static Wish answer(StoryWords words) {
        boolean yes = words.take("yes");
        if (!yes) {
            words.need("no");
        }
        words.need("for");
        String resource = words.word("a resource");
        return stage -> answer(stage, resource, yes);
    }

    /// To what it asks where the story has come to; where it asks nothing, as if it asked whether it may start.
    private static Request answer(StoryStage stage, String resource, boolean yes) {
        Alert.Kind kind = stage.state()
                .flatMap(state -> state.resource(resource).alert())
                .map(Alert::kind)
                .orElse(Alert.Kind.START);
        return new Request.Answer(resource, kind, yes);
    }

    /// Of the trial of an edit: `edit 2`.
    private static Wish ending(StoryWords words, LongFunction<Request.Edit> edit) {
        words.need("edit");
        long number = words.number("an edit");
        return _ -> edit.apply(number);
    }

    /// `maintenance of the cluster`, `of n1` or `of r1`
    private static Maintenance.Scope scope(StoryWords words) {
        words.need("maintenance", "of");
        if (words.take("the", "cluster")) {
            return new Maintenance.Scope.Cluster();
        }
        return words.nodeComes()
                ? new Maintenance.Scope.Node(words.node())
                : new Maintenance.Scope.Resource(words.word("a resource"));
    }

    /// `NAME [preferring NODES] [following the master] [ignoring the quorum] [started by hand] [failing over by hand]
    /// [failing back [by hand] after TIME] [RECOVERY] [apart in GROUP] [with priority N] [coming after NAME]
    /// [needing NUMBER NAME]`
    private static ResourceDefinition definition(StoryWords words) {
        String name = words.word("a resource");
        List<String> preferred = new ArrayList<>();
        if (words.take("preferring")) {
            do {
                preferred.add("n" + words.node().number());
            } while (words.nodeComes());
        }
        boolean follows = words.take("following", "the", "master");
        boolean ignores = words.take("ignoring", "the", "quorum");
        ResourcePolicy policy = ResourcePolicy.USUAL;
        policy = follows ? policy.followingMaster() : policy;
        policy = ignores ? policy.ignoringQuorum() : policy;
        policy = words.take("started", "by", "hand") ? policy.withStart(Mode.MANUAL) : policy;
        policy = words.take("failing", "over", "by", "hand") ? policy.withFailover(Mode.MANUAL) : policy;
        if (words.take("failing", "back")) {
            Mode failback = words.take("by", "hand") ? Mode.MANUAL : Mode.AUTO;
            words.need("after");
            policy = policy.withFailback(failback, (int) (words.millis() / 1_000));
        }
        policy = recovery(words, policy);
        if (words.take("apart", "in")) {
            policy = policy.with(policy.placement().apartIn(List.of(words.word("a group"))));
        }
        if (words.take("with", "priority")) {
            policy = policy.with(policy.placement().withPriority(words.number("a priority")));
        }
        if (words.take("coming", "after")) {
            policy = policy.with(policy.placement().comingAfter(List.of(words.word("a resource"))));
        }
        if (words.take("needing")) {
            policy = policy.with(policy.placement().needing(amounts(words)));
        }
        List<PartDefinition> parts = List.of(new PartDefinition.Command(List.of("/bin/true", name)));
        int limit = Plan.SCRIPT_TIMEOUT_SECONDS;
        return new ResourceDefinition(name, parts, preferred, limit, limit, policy);
    }

    /// `[restarting N times within TIME then migrate|reboot|comatose] [failing over N times within TIME]
    /// [suspected after N dead nodes]`
    private static ResourcePolicy recovery(StoryWords words, ResourcePolicy usual) {
        ResourcePolicy policy = usual;
        if (words.take("restarting")) {
            int restarts = times(words);
            int seconds = seconds(words);
            words.need("then");
            MonitoringPolicy.Action action = words.take("migrate")
                    ? MonitoringPolicy.Action.MIGRATE
                    : words.take("reboot") ? MonitoringPolicy.Action.REBOOT : comatose(words);
            policy = policy.with(policy.monitoring().answering(restarts, seconds, action));
        }
        if (words.take("failing", "over")) {
            int most = times(words);
            policy = policy.with(
                    new FailoverLimit(most, seconds(words), policy.limit().deadNodes()));
        }
        if (words.take("suspected", "after")) {
            int dead = words.number("a number of nodes");
            words.need("dead", "nodes");
            policy = policy.with(
                    new FailoverLimit(policy.limit().most(), policy.limit().withinSeconds(), dead));
        }
        return policy;
    }

    /// Of one thing: `4 cpu`.
    private static Amounts amounts(StoryWords words) {
        int amount = words.number("an amount");
        return new Amounts(new TreeMap<>(Map.of(words.word("of what"), amount)));
    }

    private static MonitoringPolicy.Action comatose(StoryWords words) {
        words.need("comatose");
        return MonitoringPolicy.Action.COMATOSE;
    }

    private static int times(StoryWords words) {
        int times = words.number("how often");
        words.need(times == 1 ? "time" : "times");
        return times;
    }

    private static int seconds(StoryWords words) {
        words.need("within");
        return (int) (words.millis() / 1_000);
    }
}

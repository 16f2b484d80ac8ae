package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.Levels;
import orion.core.model.NodeId;
import orion.sim.StoryStep.Act;

/// Understands the lines of a story's script; `sim/stories/README.md` lists what may stand there. Errors say what was
/// expected; whoever calls adds the place.
final class StoryScript {
    private StoryScript() {}

    /// What a line asks for in a story of so many nodes.
    static Act read(String line, int nodes) {
        StoryWords words = new StoryWords(line, nodes);
        Act act = read(words, line);
        words.needEnd();
        return act;
    }

    private static Act read(StoryWords words, String line) {
        String verb = words.word("a verb");
        return switch (verb) {
            case "boot" -> told(line, boot(words));
            case "join" -> told(line, join(words));
            case "pass" -> told(line, pass(words));
            case "wait" -> await(words, line);
            case "expect" -> expect(words, line);
            case "fault" -> told(line, fault(words));
            case "scripts" -> told(line, scripts(words));
            case "confirm" -> told(line, confirm(words));
            case "know" -> told(line, know(words));
            case "stop" -> told(line, stop(words));
            case "install" -> told(line, install(words));
            case "ask" -> StoryRequest.read(words, line);
            default ->
                throw new IllegalArgumentException(
                        "there is no step '" + verb
                                + "'; a step begins with boot, join, pass, wait, expect, fault, scripts, confirm, know, stop, install or ask");
        };
    }

    /// Something that cannot go otherwise.
    private interface Deed {
        void on(StoryStage stage);
    }

    private static Act told(String line, Deed deed) {
        return stage -> {
            stage.tell(line);
            deed.on(stage);
            return Optional.empty();
        };
    }

    private static Deed boot(StoryWords words) {
        if (words.take("all")) {
            return stage -> stage.cluster().hosts().forEach(SimHost::boot);
        }
        SortedSet<NodeId> nodes = words.nodes();
        return stage -> nodes.forEach(node -> stage.host(node).boot());
    }

    private static Deed join(StoryWords words) {
        if (words.take("all")) {
            return stage -> stage.cluster().hosts().forEach(SimHost::join);
        }
        SortedSet<NodeId> nodes = words.nodes();
        return stage -> nodes.forEach(node -> stage.host(node).join());
    }

    private static Deed pass(StoryWords words) {
        long millis = words.millis();
        return stage -> stage.pass(millis);
    }

    /// Told when it has come.
    private static Act await(StoryWords words, String line) {
        long limit = words.millis();
        words.need("until");
        StoryCondition condition = StoryCondition.read(words);
        return stage -> {
            Optional<String> instead = stage.await(limit, condition);
            stage.tell(line);
            return instead;
        };
    }

    private static Act expect(StoryWords words, String line) {
        StoryCondition condition = StoryCondition.read(words);
        return stage -> {
            stage.tell(line);
            return condition.unmet(stage);
        };
    }

    /// `fault KIND [of NODES] [on disk NUMBERS] [by AMOUNT [ms]] [for TIME]`
    private static Deed fault(StoryWords words) {
        Fault.Kind kind = kind(words);
        List<NodeId> nodes = words.take("of") ? orderedHosts(words) : List.of(new NodeId(1));
        long amount = 0;
        if (kind == Fault.Kind.SPLIT) {
            for (NodeId node : nodes) {
                amount |= 1L << (node.number() - 1);
            }
        }
        if (words.take("on", "disk")) {
            do {
                amount |= 1L << (words.number("the number of a disk") - 1);
            } while (words.numberComes());
        }
        if (words.take("by")) {
            amount = words.number("an amount");
            words.take("ms");
        }
        long millis = words.take("for") ? words.millis() : StoryStage.FOR_EVER_MILLIS;
        long fixed = amount;
        return stage -> stage.begin(kind, nodes.getFirst(), nodes.getLast(), fixed, millis);
    }

    private static Fault.Kind kind(StoryWords words) {
        String name = words.word("a kind of fault");
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("there is no fault " + name + "; there are " + List.of(Fault.Kind.values()));
    }

    /// In the order in which they stand: of a one-way cut, the first is not heard by the second.
    private static List<NodeId> orderedHosts(StoryWords words) {
        List<NodeId> hosts = new ArrayList<>(List.of(words.host()));
        while (words.hostComes()) {
            hosts.add(words.host());
        }
        return hosts;
    }

    private static Deed scripts(StoryWords words) {
        words.need("of");
        NodeId node = words.node();
        Scripts scripts = behaviour(words);
        return stage -> stage.host(node).processes().behave(scripts);
    }

    private static Scripts behaviour(StoryWords words) {
        if (words.take("work")) {
            return Scripts.GOOD;
        }
        if (words.take("fail")) {
            boolean dirty = words.take("and", "leave", "parts", "active");
            return new Scripts(100, 1_000, dirty ? 1_000 : 0, 0, 0);
        }
        if (words.take("hang")) {
            return new Scripts(100, 0, 0, 1_000, 0);
        }
        words.need("take", "up", "to");
        return new Scripts(words.millis(), 0, 0, 0, 0);
    }

    /// `confirm on NODES that NODE [in life NUMBER] has no power`
    private static Deed confirm(StoryWords words) {
        words.need("on");
        SortedSet<NodeId> asked = words.nodes();
        words.need("that");
        NodeId gone = words.node();
        words.need("in", "life");
        long life = words.number("the number of a life");
        words.need("has", "no", "power");
        return stage -> asked.forEach(node -> stage.confirmNoPower(node, gone, life));
    }

    /// `know on NODES only NODES`
    private static Deed know(StoryWords words) {
        words.need("on");
        SortedSet<NodeId> nodes = words.nodes();
        words.need("only");
        SortedSet<NodeId> known = new TreeSet<>(words.nodes());
        return stage -> nodes.forEach(node -> stage.remembersOnly(node, known));
    }

    /// `install the next release on NODES`, `install the first release on NODES`: the next life of the daemon has it.
    private static Deed install(StoryWords words) {
        words.need("the");
        boolean next = words.take("next");
        if (!next) {
            words.need("first");
        }
        words.need("release", "on");
        SortedSet<NodeId> nodes = words.nodes();
        Levels levels = new Levels(Levels.SPOKEN.lowest(), Levels.SPOKEN.highest() + (next ? 1 : 0));
        return stage -> nodes.forEach(node -> stage.host(node).installs(levels));
    }

    /// `stop RESOURCE by itself`
    private static Deed stop(StoryWords words) {
        String resource = words.word("a resource");
        words.need("by", "itself");
        return stage -> stage.stopByItself(resource);
    }
}

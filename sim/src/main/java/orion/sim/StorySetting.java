package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// What a story begins with: `[running] cluster of 3 nodes, 2 resources` and, with commas between, `watchdogs`,
/// `3 disks`, `disks on n1 n2 w`, `quorum of 2 for 30 s`, `fast`, `seed 7`, `fencing [at the second level] [after 3
/// s]`, `failing fencing`,
/// `wrong clocks`, `steps only`.
///
/// @param running   whether the story begins when all hosts are on, members, and run the resources
/// @param fencing   the fencing devices, where the hosts have any
/// @param stepsOnly whether only the steps are told, because there is too much else
record StorySetting(Plan plan, boolean running, Optional<SimFencing.Devices> fencing, boolean stepsOnly) {
    private static final long START_LIMIT_MILLIS = 20_000;
    private static final SimFencing.Device GOOD = new SimFencing.Device(500, 0);
    private static final SimFencing.Device FAILING = new SimFencing.Device(500, 1_000);
    private static final long OFF_MILLIS = 3_600_000;

    static StorySetting read(String line) {
        StoryWords words = new StoryWords(line, 0);
        boolean running = words.take("running");
        words.need("cluster", "of");
        int nodes = count(words, "a number of nodes", "node");
        words.need(",");
        int resources = count(words, "a number of resources", "resource");
        boolean watchdogs = false;
        boolean stepsOnly = false;
        boolean wrongClocks = false;
        List<Optional<NodeId>> servers = List.of(Optional.empty());
        int quorum = nodes;
        int quorumSeconds = 10;
        long seed = nodes;
        Timing timing = Timing.STANDARD;
        Optional<SimFencing.Devices> fencing = Optional.empty();
        while (words.take(",")) {
            if (words.take("watchdogs")) {
                watchdogs = true;
            } else if (words.take("wrong", "clocks")) {
                wrongClocks = true;
            } else if (words.take("steps", "only")) {
                stepsOnly = true;
            } else if (words.take("fast")) {
                timing = Timing.FAST;
            } else if (words.comes("failing") || words.comes("fencing")) {
                fencing = Optional.of(devices(words, levels(words)));
            } else if (words.take("seed")) {
                seed = words.number("a seed");
            } else if (words.take("quorum", "of")) {
                quorum = words.number("a number of nodes");
                words.need("for");
                quorumSeconds = (int) (words.millis() / 1_000);
            } else if (words.take("disks", "on")) {
                servers = servers(words, nodes);
            } else {
                String expected =
                        "watchdogs, wrong clocks, fast, seed, quorum, fencing, steps only, or a number of disks";
                servers = Plan.attached(count(words, expected, "disk"));
            }
        }
        words.needEnd();
        Plan base = Plan.story(nodes, resources, watchdogs, 1);
        Plan plan = base.with(timing).withClocks(wrongClocks).of(seed, quorum, quorumSeconds, servers);
        // Here, where the line is known, it is refused if no cluster can be like that.
        Objects.requireNonNull(plan.configuration());
        return new StorySetting(plan, running, fencing, stepsOnly);
    }

    /// A number and the word for so many.
    ///
    /// @param expected what stands there, for people
    private static int count(StoryWords words, String expected, String one) {
        int count = words.number(expected);
        words.need(count == 1 ? one : one + "s");
        return count;
    }

    /// As many places as come: hosts that serve a disk, and `all` for one that is attached to all.
    private static List<Optional<NodeId>> servers(StoryWords words, int nodes) {
        List<Optional<NodeId>> servers = new ArrayList<>();
        do {
            servers.add(words.take("all") ? Optional.empty() : Optional.of(words.host(nodes)));
        } while (words.hostComes() || words.comes("all"));
        return servers;
    }

    private static List<SimFencing.Device> levels(StoryWords words) {
        if (words.take("failing", "fencing")) {
            return List.of(FAILING);
        }
        words.need("fencing");
        return words.take("at", "the", "second", "level") ? List.of(FAILING, GOOD) : List.of(GOOD);
    }

    private static SimFencing.Devices devices(StoryWords words, List<SimFencing.Device> levels) {
        long silence = words.take("after") ? words.millis() : Long.MAX_VALUE;
        return new SimFencing.Devices(silence, levels, OFF_MILLIS);
    }

    /// Makes it so.
    ///
    /// @return what went wrong, if anything did
    Optional<String> on(StoryStage stage) {
        if (stepsOnly) {
            stage.tellStepsOnly();
        }
        fencing.ifPresent(stage.cluster().fencing()::install);
        stage.cluster().bootWitness();
        if (!running) {
            return Optional.empty();
        }
        stage.cluster().hosts().forEach(SimHost::boot);
        Optional<String> instead =
                stage.await(START_LIMIT_MILLIS, any -> stage.cluster().incomplete());
        if (instead.isEmpty()) {
            stage.beginHere();
        }
        return instead;
    }
}

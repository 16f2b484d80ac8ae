package orion.sim.pacemaker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where our planner means to answer otherwise than Pacemaker. Each says in which situations, and how such
/// a situation becomes one in which the two have to agree: so no difference passes because another one
/// would have been allowed.
enum AllowedDifference {
    /// What a person put where its list does not allow it stays there: a rule does not undo what a person
    /// did, nor stop what runs. Pacemaker knows a person's wish only as one more constraint, and moves or
    /// stops it.
    RUNS_OFF_ITS_LIST {
        @Override
        boolean appears(Situation situation) {
            return situation.services().stream()
                    .anyMatch(service -> situation.place(service).stream().anyMatch(node -> !service.mayRunOn(node)));
        }

        @Override
        Situation without(Situation situation) {
            return situation.with(Service::listingItsPlace);
        }
    },

    /// What finds room nowhere is loaded all the same (rule R12), and what overloads a node runs on: what a
    /// node is said to have is a guess of people, a service that is down is none. Pacemaker leaves it
    /// stopped, and stops it.
    NO_ROOM_LEFT {
        @Override
        boolean appears(Situation situation) {
            boolean overloaded =
                    situation.left().stream().anyMatch(node -> situation.taken(node) > situation.capacityOf(node));
            return overloaded
                    || situation.services().stream()
                            .filter(situation::waits)
                            .anyMatch(service -> mayFindNoRoom(situation, service));
        }

        @Override
        Situation without(Situation situation) {
            return situation.withoutCapacity();
        }
    },

    /// What runs is never moved or stopped for the sake of what waits, whatever its priority (ADR 15): one
    /// outage does not become two. Pacemaker places a resource of higher priority first, as if the others
    /// were not running yet.
    WHAT_RUNS_COMES_FIRST {
        @Override
        boolean appears(Situation situation) {
            return situation.services().stream()
                    .filter(situation::waits)
                    .anyMatch(waiting -> situation.services().stream()
                            .filter(running -> situation.place(running).isPresent())
                            .filter(running -> running.priority() < waiting.priority())
                            .anyMatch(running -> isInItsWay(running, waiting)));
        }

        @Override
        Situation without(Situation situation) {
            return situation.with(service ->
                    situation.place(service).isPresent() ? service.withPriority(service.priority() + 10) : service);
        }
    },

    /// Of equal priority ours go by name, so that people can foretell it. Pacemaker goes by scores.
    EQUALS_BY_NAME {
        @Override
        boolean appears(Situation situation) {
            List<Service> moving = situation.services().stream()
                    .filter(service -> moves(situation, service))
                    .toList();
            return moving.stream()
                    .anyMatch(one -> moving.stream()
                            .anyMatch(other -> !one.equals(other)
                                    && one.priority() == other.priority()
                                    && isInItsWay(one, other)));
        }

        @Override
        Situation without(Situation situation) {
            List<String> ranks = new ArrayList<>(situation.judged().stream()
                    .sorted(Comparator.comparingInt(service -> -service.priority()))
                    .map(Service::name)
                    .toList());
            return situation.with(service -> service.withPriority(ranks.size() - ranks.indexOf(service.name())));
        }
    },

    /// A node is chosen when a resource may be loaded, not before (rule R8). Pacemaker allots a node also
    /// to what has to wait, and reckons with it there, even where it is never started.
    NO_PLACE_WHILE_WAITING {
        @Override
        boolean appears(Situation situation) {
            return situation.services().stream()
                    .filter(service -> hasToWait(situation, service))
                    .anyMatch(service -> situation.services().stream()
                            .filter(other -> !other.equals(service) && moves(situation, other))
                            .anyMatch(other -> isInItsWay(service, other)));
        }

        @Override
        Situation without(Situation situation) {
            return situation.with(service -> hasToWait(situation, service) ? service.withoutOrder() : service);
        }
    },

    /// What is down is loaded at once, and what goes home is counted where it is until it has gone; it goes
    /// only where nothing that runs is in its way: a service that is down does not wait for the comfort of
    /// another. Pacemaker reckons as if all were at home already.
    FAILBACK_COMES_LATER {
        @Override
        boolean appears(Situation situation) {
            return situation.services().stream().anyMatch(service -> isContended(situation, service));
        }

        @Override
        Situation without(Situation situation) {
            return situation.with(service -> isContended(situation, service) ? service.withoutFailback() : service);
        }
    };

    /// Whether the two may answer otherwise for this reason.
    abstract boolean appears(Situation situation);

    /// The same situation without what they disagree about.
    abstract Situation without(Situation situation);

    private static boolean goesHome(Situation situation, Service service) {
        return situation.place(service).isPresent()
                && service.home().filter(situation.left()::contains).isPresent();
    }

    /// Whether where the one is makes a difference to where the other goes.
    private static boolean isInItsWay(Service one, Service other) {
        return one.isApartFrom(other)
                || (one.need() > 0 && other.need() > 0)
                || one.nodes().isEmpty()
                || other.nodes().isEmpty();
    }

    private static boolean moves(Situation situation, Service service) {
        return situation.waits(service) || goesHome(situation, service);
    }

    private static boolean hasToWait(Situation situation, Service service) {
        return situation.waits(service)
                && service.after().stream()
                        .anyMatch(first ->
                                situation.place(situation.service(first)).isEmpty());
    }

    /// Whether it goes home while that makes a difference to another one.
    private static boolean isContended(Situation situation, Service service) {
        return goesHome(situation, service)
                && situation.services().stream()
                        .filter(other -> !other.equals(service) && isInItsWay(service, other))
                        .anyMatch(other -> moves(situation, other)
                                || situation.place(other).equals(service.home()));
    }

    /// Whether each node that it may go to could be full by the time.
    private static boolean mayFindNoRoom(Situation situation, Service service) {
        List<Integer> open = situation.left().stream().filter(service::mayRunOn).toList();
        return !open.isEmpty() && open.stream().allMatch(node -> mayBeFull(situation, node));
    }

    private static boolean mayBeFull(Situation situation, int node) {
        int coming = situation.services().stream()
                .filter(other -> (situation.waits(other) && other.mayRunOn(node))
                        || (goesHome(situation, other) && other.home().equals(Optional.of(node))))
                .mapToInt(Service::need)
                .sum();
        return situation.taken(node) + coming > situation.capacityOf(node);
    }
}

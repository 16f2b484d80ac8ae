package orion.sim.pacemaker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Draws situations: each has some of the rules, so that there are situations for each rule alone and for
/// many together.
final class SituationDraw {
    private static final int MOST_NODES = 6;
    private static final int MOST_SERVICES = 12;

    private final long seed;
    private final SplittableRandom random;
    private final int nodes;
    private final int node;
    private final boolean lost;
    private final boolean counted;
    private final boolean apart;
    private final boolean ordered;
    private final boolean ranked;
    private final boolean goesBack;
    private final List<Integer> capacity;
    private final List<Service> services = new ArrayList<>();

    private SituationDraw(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.nodes = random.nextInt(2, MOST_NODES + 1);
        this.node = random.nextInt(1, nodes + 1);
        this.lost = chance(60);
        this.counted = chance(35);
        this.apart = chance(35);
        this.ordered = chance(35);
        this.ranked = chance(40);
        this.goesBack = chance(50);
        this.capacity = counted
                ? IntStream.rangeClosed(1, nodes)
                        .mapToObj(each -> random.nextInt(4, 13))
                        .toList()
                : List.of();
    }

    static Situation of(long seed) {
        return new SituationDraw(seed).situation();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Situation situation() {
        int count = random.nextInt(1, MOST_SERVICES + 1);
        for (int number = 1; number <= count; number++) {
            services.add(placed(service(number)));
        }
        return new Situation(seed, nodes, capacity, services, node, lost);
    }

    private Service service(int number) {
        List<Integer> all = shuffled();
        List<Integer> preferred = chance(35) ? List.of() : all.subList(0, random.nextInt(1, nodes + 1));
        return new Service(
                "r%02d".formatted(number),
                preferred,
                ranked ? random.nextInt(4) : 0,
                apart && chance(40) ? List.of(chance(50) ? "ga" : "gb") : List.of(),
                ordered && number > 1 && chance(40)
                        ? List.of(services.get(random.nextInt(number - 1)).name())
                        : List.of(),
                counted ? random.nextInt(4) : 0,
                goesBack && chance(60),
                chance(95),
                Optional.empty());
    }

    private List<Integer> shuffled() {
        List<Integer> all =
                new ArrayList<>(IntStream.rangeClosed(1, nodes).boxed().toList());
        for (int last = all.size() - 1; last > 0; last--) {
            Collections.swap(all, last, random.nextInt(last + 1));
        }
        return all;
    }

    /// Somewhere where it may be, beside those that were placed before; sometimes where only a person puts
    /// it.
    private Service placed(Service service) {
        boolean mayRun = service.wanted()
                && chance(93)
                && service.after().stream().allMatch(other -> at(other).isPresent() || chance(10));
        boolean anywhere = chance(4);
        List<Integer> open = shuffled().stream()
                .filter(each -> mayRun && (lost || each != node))
                .filter(each -> anywhere || service.mayRunOn(each))
                .filter(each -> services.stream().noneMatch(other -> on(other, each) && other.isApartFrom(service)))
                .filter(each -> !counted || taken(each) + service.need() <= capacity.get(each - 1) || chance(4))
                .toList();
        return new Service(
                service.name(),
                service.nodes(),
                service.priority(),
                service.groups(),
                service.after(),
                service.need(),
                service.failback(),
                service.wanted(),
                open.stream().findFirst());
    }

    private static boolean on(Service service, int where) {
        return service.at().equals(Optional.of(where));
    }

    private Optional<Integer> at(String name) {
        return services.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .flatMap(Service::at);
    }

    private int taken(int where) {
        return services.stream()
                .filter(each -> on(each, where))
                .mapToInt(Service::need)
                .sum();
    }
}

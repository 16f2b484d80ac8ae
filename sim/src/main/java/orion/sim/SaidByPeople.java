package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import orion.core.resource.Request;

/// What people asked for of each resource, so far as it may explain what happens to it. What was refused explains
/// nothing; what has no answer yet may be done at any moment to come, also behind something else.
final class SaidByPeople {
    private final Function<Request, List<String>> concerned;
    private final SortedMap<String, Integer> asked = new TreeMap<>();
    private final SortedMap<String, Integer> unanswered = new TreeMap<>();

    /// @param concerned which resources a request says something about
    SaidByPeople(Function<Request, List<String>> concerned) {
        this.concerned = concerned;
    }

    void note(Fact fact) {
        if (fact instanceof Fact.Asked(Request request)) {
            concerned.apply(request).forEach(resource -> {
                asked.merge(resource, 1, Integer::sum);
                unanswered.merge(resource, 1, Integer::sum);
            });
        } else if (fact instanceof Fact.Refused(Request request)) {
            concerned.apply(request).forEach(resource -> {
                oneLess(asked, resource);
                oneLess(unanswered, resource);
            });
        } else if (fact instanceof Fact.Accepted(Request request)) {
            concerned.apply(request).forEach(resource -> oneLess(unanswered, resource));
        }
    }

    /// Whether somebody said something about the resource that is not used up.
    boolean about(String resource) {
        return asked.containsKey(resource);
    }

    /// What was said of the resource until now and was answered explains nothing that comes later.
    void isUsedUp(String resource) {
        asked.remove(resource);
        Optional.ofNullable(unanswered.get(resource)).ifPresent(many -> asked.put(resource, many));
    }

    private static void oneLess(SortedMap<String, Integer> counts, String resource) {
        counts.computeIfPresent(resource, (_, many) -> many > 1 ? many - 1 : null);
    }
}

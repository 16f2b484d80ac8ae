package orion.node.definition;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.Amounts;
import orion.core.configuration.ResourceDefinition;

/// What a file defines, and where in it.
public final class Definitions {
    private final List<ResourceDefinition> resources;
    private final SortedMap<String, Amounts> capacities;
    /// Where each object stands, and each of its fields behind a slash.
    private final Map<String, Field> places;

    Definitions(List<ResourceDefinition> resources, SortedMap<String, Amounts> capacities, Map<String, Field> places) {
        this.resources = List.copyOf(resources);
        this.capacities = Collections.unmodifiableSortedMap(new TreeMap<>(capacities));
        this.places = new TreeMap<>(places);
    }

    /// In the order of the file.
    public List<ResourceDefinition> resources() {
        return resources;
    }

    /// What nodes have for resources, by the name of the node.
    public SortedMap<String, Amounts> capacities() {
        return capacities;
    }

    /// What is wrong with an object of it, told with file, line and field.
    ///
    /// @param object such as `resource web`
    /// @param field  of its definition; empty for the whole
    /// @param text   a sentence without its stop
    public String located(String object, String field, String text) {
        Field place = places.getOrDefault(object + "/" + field, places.get(object));
        if (place == null) {
            return text;
        }
        String sentence = String.valueOf(place.fault(text).getMessage());
        return sentence.substring(0, sentence.length() - 1);
    }
}

package orion.node.web;

import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Holds values of JSON against the schemas of the description that the API gives of itself. It knows what that uses,
/// and complains of anything else, also of what a value has beyond its schema.
public final class SchemaCheck {
    private final Map<String, Object> document;

    /// For a description.
    public SchemaCheck(String openApi) {
        this.document = object(Jsonb.builder().build().type(Object.class).fromJson(openApi));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    Map<String, Object> document() {
        return document;
    }

    /// What is wrong with an answer to a request of this method and path, as the description has it.
    public List<String> faults(String method, String path, String json) {
        Map<String, Object> operation = object(at(at(document, "paths", path), method));
        Map<String, Object> schema = object(at(operation, "responses", "200", "content", "application/json", "schema"));
        List<String> faults = new ArrayList<>();
        check("answer", schema, Jsonb.builder().build().type(Object.class).fromJson(json), faults);
        return faults;
    }

    /// What is wrong with a value that is said to be of this kind.
    public List<String> faultsOf(String record, String json) {
        List<String> faults = new ArrayList<>();
        check(
                record,
                Map.of("$ref", "#/components/schemas/" + record),
                Jsonb.builder().build().type(Object.class).fromJson(json),
                faults);
        return faults;
    }

    static Object at(Object from, String... names) {
        Object found = from;
        for (String name : names) {
            found = object(found).get(name);
            if (found == null) {
                throw new AssertionError("there is no '" + name + "' in the description");
            }
        }
        return found;
    }

    private void check(String where, Map<String, Object> schema, Object value, List<String> faults) {
        if (schema.containsKey("$ref")) {
            String name = schema.get("$ref").toString().replace("#/components/schemas/", "");
            check(where, object(at(document, "components", "schemas", name)), value, faults);
            return;
        }
        String type = at(schema, "type").toString();
        switch (type) {
            case "string" -> require(where, value instanceof String, type, faults);
            case "boolean" -> require(where, value instanceof Boolean, type, faults);
            case "integer" ->
                require(where, value instanceof Number number && number.doubleValue() % 1 == 0, type, faults);
            case "array" -> {
                require(where, value instanceof List, type, faults);
                if (value instanceof List<?> list) {
                    for (int i = 0; i < list.size(); i++) {
                        check(where + "[" + i + "]", object(at(schema, "items")), list.get(i), faults);
                    }
                }
            }
            case "object" -> {
                require(where, value instanceof Map, type, faults);
                if (value instanceof Map && schema.containsKey("properties")) {
                    members(where, schema, object(value), faults);
                }
            }
            default -> faults.add(where + ": the checker does not know the type " + type);
        }
    }

    private void members(String where, Map<String, Object> schema, Map<String, Object> value, List<String> faults) {
        Map<String, Object> properties = object(at(schema, "properties"));
        TreeSet<String> missing = new TreeSet<>();
        ((List<?>) at(schema, "required")).forEach(name -> missing.add(name.toString()));
        missing.removeAll(value.keySet());
        missing.forEach(name -> faults.add(where + " lacks " + name));
        value.forEach((name, member) -> {
            if (properties.containsKey(name)) {
                check(where + "." + name, object(at(properties, name)), member, faults);
            } else {
                faults.add(where + " has " + name + ", of which the description knows nothing");
            }
        });
    }

    private static void require(String where, boolean so, String type, List<String> faults) {
        if (!so) {
            faults.add(where + " is no " + type);
        }
    }
}

package orion.node.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// JSON schemas of records, as they are written: what is optional is left out where it is not there.
final class Schemas {
    private final SortedMap<String, Map<String, Object>> found = new TreeMap<>();

    /// All records that were asked for, and those in them, by name.
    SortedMap<String, Map<String, Object>> all() {
        return found;
    }

    /// The schema of a value, which refers to those of records by name.
    Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType several) {
            Map<String, Object> inner = of(several.getActualTypeArguments()[0]);
            return several.getRawType().equals(List.class) ? list(inner) : inner;
        }
        if (type.equals(String.class)) {
            return simple("string");
        }
        if (type.equals(boolean.class) || type.equals(Boolean.class)) {
            return simple("boolean");
        }
        if (type.equals(int.class) || type.equals(Integer.class)) {
            return number("int32");
        }
        if (type.equals(long.class) || type.equals(Long.class)) {
            return number("int64");
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return reference(record);
        }
        throw new IllegalStateException("the API has no form for " + type);
    }

    static Map<String, Object> list(Map<String, Object> items) {
        Map<String, Object> schema = simple("array");
        schema.put("items", items);
        return schema;
    }

    private static Map<String, Object> simple(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> number(String format) {
        Map<String, Object> schema = simple("integer");
        schema.put("format", format);
        return schema;
    }

    private Map<String, Object> reference(Class<?> record) {
        String name = record.getSimpleName();
        if (!found.containsKey(name)) {
            Map<String, Object> schema = simple("object");
            found.put(name, schema);
            Map<String, Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            for (RecordComponent component : record.getRecordComponents()) {
                properties.put(component.getName(), of(component.getGenericType()));
                if (!component.getType().equals(Optional.class)) {
                    required.add(component.getName());
                }
            }
            schema.put("required", required);
            schema.put("properties", properties);
        }
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/components/schemas/" + name);
        return reference;
    }
}

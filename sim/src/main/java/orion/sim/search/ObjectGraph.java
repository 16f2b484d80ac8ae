package orion.sim.search;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Copies a whole world, and tells whether two are the same, down to the last field. The protocol's
/// classes need to know nothing of it: their objects are copied field by field, their records and other
/// values are shared.
///
/// What it does not know how to copy it refuses, so that nothing is ever shared by mistake. Transient fields are
/// copied,
/// but tell nothing apart: they only keep what follows from the others.
final class ObjectGraph {
    private static final String OURS = "orion.";
    private static final int MOST_REMEMBERED = 500_000;
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    private final Map<Class<?>, Constructor<?>> makers = new HashMap<>();
    private final IdentityHashMap<Object, Long> valuePrints = new IdentityHashMap<>();

    /// A copy that shares nothing that can change.
    @SuppressWarnings("unchecked") // the copy of an object has its class
    <T> T copy(T root) {
        return (T) copyOf(root, new IdentityHashMap<>());
    }

    /// 64 bits that differ for worlds that differ.
    long fingerprint(Object root) {
        if (valuePrints.size() > MOST_REMEMBERED) {
            valuePrints.clear();
        }
        return printOf(root, new IdentityHashMap<>());
    }

    // Copying ----------------------------------------------------------------------------------------------------

    private Object copyOf(Object object, IdentityHashMap<Object, Object> copies) {
        if (isValue(object)) {
            return object;
        }
        Object known = copies.get(object);
        if (known != null) {
            return known;
        }
        return switch (object) {
            case TreeMap<?, ?> map -> copyOfMap(map, new TreeMap<>(), copies);
            case LinkedHashMap<?, ?> map -> copyOfMap(map, new LinkedHashMap<>(), copies);
            case Optional<?> optional -> remember(copies, object, optional.map(content -> copyOf(content, copies)));
            case TreeSet<?> set -> remember(copies, object, new TreeSet<>(set));
            case ArrayList<?> list -> {
                ArrayList<Object> copy = new ArrayList<>(list.size());
                copies.put(object, copy);
                list.forEach(element -> copy.add(copyOf(element, copies)));
                yield copy;
            }
            case Object[] array -> copyOfArray(array, copies);
            case int[] array -> remember(copies, object, array.clone());
            case long[] array -> remember(copies, object, array.clone());
            default -> copyOfOurs(object, copies);
        };
    }

    private Object copyOfMap(Map<?, ?> map, Map<Object, Object> copy, IdentityHashMap<Object, Object> copies) {
        copies.put(map, copy);
        map.forEach((key, value) -> copy.put(key, copyOf(value, copies)));
        return copy;
    }

    private static Object remember(IdentityHashMap<Object, Object> copies, Object original, Object copy) {
        copies.put(original, copy);
        return copy;
    }

    private Object copyOfArray(Object[] array, IdentityHashMap<Object, Object> copies) {
        Object[] copy = array.clone();
        copies.put(array, copy);
        for (int i = 0; i < copy.length; i++) {
            @Nullable Object element = copy[i];
            if (element != null) {
                copy[i] = copyOf(element, copies);
            }
        }
        return copy;
    }

    private Object copyOfOurs(Object object, IdentityHashMap<Object, Object> copies) {
        Class<?> type = object.getClass();
        if (!type.getName().startsWith(OURS)) {
            throw new IllegalArgumentException("there is no way to copy a " + type.getName());
        }
        try {
            Object copy = makers.computeIfAbsent(type, ObjectGraph::maker).newInstance();
            copies.put(object, copy);
            for (Field field : fieldsOf(type)) {
                @Nullable Object value = field.get(object);
                field.set(copy, value == null ? null : copyOf(value, copies));
            }
            return copy;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a " + type.getName() + " cannot be copied", impossible);
        }
    }

    /// Makes objects without running their constructors, as deserialisation does. The factory is found by name, because
    /// the compiler warns of any other use of it.
    private static Constructor<?> maker(Class<?> type) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Method make = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
            Object only = factory.getMethod("getReflectionFactory").invoke(null);
            return (Constructor<?>) make.invoke(only, type, Object.class.getDeclaredConstructor());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("objects of " + type.getName() + " cannot be made", impossible);
        }
    }

    private List<Field> fieldsOf(Class<?> type) {
        return fields.computeIfAbsent(type, any -> {
            List<Field> all = new ArrayList<>();
            for (Class<?> at = type; at != null && at.getName().startsWith(OURS); at = at.getSuperclass()) {
                for (Field field : at.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        all.add(field);
                    }
                }
            }
            return all;
        });
    }

    /// What never changes: records are made of such, and collections the protocol cannot change any more.
    private static boolean isValue(Object object) {
        return switch (object) {
            case String _, Boolean _, Number _, Enum<?> _, Record _ -> true;
            case Optional<?> optional -> optional.isEmpty() || isValue(optional.get());
            case OptionalLong _, OptionalInt _ -> true;
            default -> {
                String name = object.getClass().getName();
                yield name.startsWith("java.util.ImmutableCollections")
                        || name.startsWith("java.util.Collections$Unmodifiable")
                        || name.startsWith("java.util.Collections$Empty");
            }
        };
    }

    // Telling apart ----------------------------------------------------------------------------------------------

    private long printOf(@Nullable Object object, IdentityHashMap<Object, Long> seen) {
        return switch (object) {
            case null -> 1;
            case String text -> mix(text.hashCode(), text.length());
            case Number number -> mix(number.longValue(), 3);
            case Boolean flag -> flag ? 5 : 7;
            case Enum<?> constant -> mix(constant.name().hashCode(), 11);
            case Record _ -> remembered(object);
            case Optional<?> optional -> mix(printOf(optional.orElse(null), seen), 13);
            case OptionalLong optional ->
                mix(optional.isPresent() ? optional.getAsLong() : -1, optional.isPresent() ? 17 : 19);
            default -> printOfChanging(object, seen);
        };
    }

    private long remembered(Object value) {
        Long known = valuePrints.get(value);
        if (known != null) {
            return known;
        }
        long print = printOfFields(value, new IdentityHashMap<>());
        valuePrints.put(value, print);
        return print;
    }

    private long printOfChanging(Object object, IdentityHashMap<Object, Long> seen) {
        // The second time the same object is met its place counts, not its content: object graphs may have circles.
        Long place = seen.putIfAbsent(object, (long) seen.size());
        if (place != null) {
            return mix(place, 23);
        }
        return switch (object) {
            case Object[] array -> {
                long print = array.length;
                for (Object element : array) {
                    print = mix(print, printOf(element, seen));
                }
                yield print;
            }
            case int[] array -> java.util.Arrays.hashCode(array);
            case long[] array -> java.util.Arrays.hashCode(array);
            case Map<?, ?> map
            when !object.getClass().getName().startsWith(OURS) -> {
                long print = mix(map.size(), 29);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    print = mix(mix(print, printOf(entry.getKey(), seen)), printOf(entry.getValue(), seen));
                }
                yield print;
            }
            case java.util.Collection<?> elements
            when !object.getClass().getName().startsWith(OURS) -> {
                long print = mix(elements.size(), 31);
                for (Object element : elements) {
                    print = mix(print, printOf(element, seen));
                }
                yield print;
            }
            default -> printOfFields(object, seen);
        };
    }

    private long printOfFields(Object object, IdentityHashMap<Object, Long> seen) {
        Class<?> type = object.getClass();
        if (!type.getName().startsWith(OURS)) {
            throw new IllegalArgumentException("there is no way to tell two " + type.getName() + " apart");
        }
        long print = type.getName().hashCode();
        try {
            for (Field field : fieldsOf(type)) {
                if (!Modifier.isTransient(field.getModifiers())) {
                    print = mix(print, printOf(field.get(object), seen));
                }
            }
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("a " + type.getName() + " cannot be read", impossible);
        }
        return print;
    }

    private static long mix(long one, long other) {
        long mixed = (one * 0x9E3779B97F4A7C15L) ^ (other + 0x632BE59BD9B4E019L);
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 32);
    }
}

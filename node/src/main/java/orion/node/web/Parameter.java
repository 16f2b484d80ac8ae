package orion.node.web;

import java.util.List;

/// Something that may follow the question mark of a request.
///
/// @param kind     what it may be
/// @param choices  where it is one of several words: these
/// @param required whether it must be there
/// @param meaning  for people
record Parameter(String name, Kind kind, List<String> choices, boolean required, String meaning) {
    enum Kind {
        /// Names of objects, separated by commas.
        NAMES("[A-Za-z0-9_-]{1,63}(,[A-Za-z0-9_-]{1,63}){0,99}"),
        /// The name of an object.
        NAME("[A-Za-z0-9_-]{1,63}"),
        /// A name of a file, for messages only.
        FILE("[A-Za-z0-9_.-]{1,100}"),
        NUMBER("[0-9]{1,10}"),
        FLAG("true|false"),
        /// As an event has it.
        EVENT("[0-9a-f-]{1,60}"),
        CHOICE(".{1,20}");

        private final String pattern;

        Kind(String pattern) {
            this.pattern = pattern;
        }

        String pattern() {
            return pattern;
        }
    }

    Parameter {
        choices = List.copyOf(choices);
    }

    static Parameter of(String name, Kind kind, String meaning) {
        return new Parameter(name, kind, List.of(), false, meaning);
    }

    static Parameter choice(String name, String meaning, String... choices) {
        return new Parameter(name, Kind.CHOICE, List.of(choices), true, meaning);
    }

    /// The same, and it must be there.
    Parameter needed() {
        return new Parameter(name, kind, choices, true, meaning);
    }

    boolean admits(String value) {
        return choices.isEmpty() ? value.matches(kind.pattern()) : choices.contains(value);
    }

    /// What it must be, in words.
    String rule() {
        return switch (kind) {
            case NAMES -> "names separated by commas";
            case NAME -> "a name";
            case FILE -> "a name of a file without its folder";
            case NUMBER -> "a whole number";
            case FLAG -> "true or false";
            case EVENT -> "the id of an event";
            case CHOICE -> "one of " + String.join(", ", choices);
        };
    }
}

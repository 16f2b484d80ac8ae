package orion.node.definition;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Turns text into a tree of YAML nodes, or refuses it. Only the plain part of YAML is let through: one
/// document, bounded in size and depth, without anchors, aliases and tags. What is left cannot grow when it
/// is read, and means the same to every reader.
final class YamlTree {
    /// The longest accepted text, in characters.
    static final int LONGEST = 1 << 20;
    // None of these quotes what it found: it may be a password that was not put in quotes.
    private static final String ALIAS =
            "a value that begins with * is an alias, which is not read; write the value out, or put it in quotes";
    private static final String ANCHOR =
            "a value that begins with & is an anchor, which is not read; remove it, or put the value in quotes";
    private static final String TAG =
            "a value that begins with ! is a tag, which is not read; remove it, or put the value in quotes";

    private static final int DEEPEST = 16;
    /// Each costs some hundred bytes of memory, however short it is; a thousand resources have fewer.
    private static final int MOST_VALUES = 50_000;

    private final String file;
    private final LoadSettings settings;
    private int depth;
    private int documents;
    private int values;

    private YamlTree(String file) {
        this.file = file;
        this.settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LONGEST)
                .setUseMarks(true)
                .build();
    }

    /// The one document of the text; empty where there is none.
    static Optional<Node> of(String text, String file) throws DefinitionException {
        return new YamlTree(file).read(text);
    }

    private Optional<Node> read(String text) throws DefinitionException {
        if (text.length() > LONGEST) {
            throw new DefinitionException(
                    file, 0, "", "the file has %d characters, at most %d are read".formatted(text.length(), LONGEST));
        }
        try {
            // The events first: they come without recursion, so that depth can be refused before it does harm.
            for (Event event : new Parse(settings).parseString(text)) {
                admit(event);
            }
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException broken) {
            String problem = Optional.ofNullable(broken.getProblem()).orElse("the text ends too early");
            throw new DefinitionException(
                    file, line(broken.getProblemMark()), "", "this is not YAML: " + plain(problem));
        } catch (YamlEngineException broken) {
            throw new DefinitionException(
                    file, 0, "", "this is not YAML: " + plain(String.valueOf(broken.getMessage())));
        }
    }

    private void admit(Event event) throws DefinitionException {
        values += event instanceof ScalarEvent || event instanceof CollectionStartEvent ? 1 : 0;
        if (values > MOST_VALUES) {
            throw refused(event, "the file has more than " + MOST_VALUES + " keys and values; divide it");
        }
        switch (event) {
            case AliasEvent alias -> throw refused(alias, ALIAS);
            case DocumentStartEvent start -> {
                documents++;
                if (documents > 1) {
                    throw refused(start, "a second document begins here; a file has one");
                }
            }
            case CollectionStartEvent start -> {
                depth++;
                if (depth > DEEPEST) {
                    throw refused(start, "more than " + DEEPEST + " levels are inside each other");
                }
                if (start.getAnchor().isPresent()) {
                    throw refused(start, ANCHOR);
                }
                if (start.getTag().isPresent()) {
                    throw refused(start, TAG);
                }
            }
            case CollectionEndEvent end -> depth--;
            case ScalarEvent scalar -> {
                if (scalar.getAnchor().isPresent()) {
                    throw refused(scalar, ANCHOR);
                }
                if (scalar.getTag().isPresent()) {
                    throw refused(scalar, TAG);
                }
            }
            default -> {
                // Beginnings and ends of stream and document, and comments, say nothing.
            }
        }
    }

    private DefinitionException refused(Event event, String fault) {
        return new DefinitionException(file, line(event.getStartMark()), "", fault);
    }

    /// The line of a mark, counted from 1; 0 where there is none.
    static int line(Optional<Mark> mark) {
        return mark.map(found -> found.getLine() + 1).orElse(0);
    }

    /// One line without control characters: the parser's messages quote what they found.
    private static String plain(String message) {
        return message.strip().replaceAll("\\p{Cc}+", " ").replaceAll("[.]+$", "");
    }
}

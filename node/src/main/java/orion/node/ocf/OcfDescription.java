package orion.node.ocf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What an agent says of itself: the XML that its action `meta-data` prints.
///
/// @param summary a line
/// @param text more of it, may be empty
public record OcfDescription(String agent, String summary, String text, List<Parameter> parameters) {
    /// What it can be told.
    ///
    /// @param kind `string`, `integer`, `boolean`, `time`, or what else the agent says
    /// @param usual the value that it takes where it is told none
    public record Parameter(
            String name, boolean required, String kind, Optional<String> usual, String summary, String text) {}

    public OcfDescription {
        parameters = List.copyOf(parameters);
    }

    /// What is wrong with parameters, in one sentence; empty where nothing is.
    public Optional<String> fault(Map<String, String> given) {
        List<String> known = parameters.stream().map(Parameter::name).toList();
        for (Map.Entry<String, String> entry : given.entrySet()) {
            if (!known.contains(entry.getKey())) {
                return Optional.of("%s knows no parameter '%s'; it knows %s"
                        .formatted(agent, entry.getKey(), String.join(", ", known)));
            }
        }
        for (Parameter parameter : parameters) {
            if (parameter.required() && !given.containsKey(parameter.name())) {
                return Optional.of(
                        "%s needs parameter '%s': %s".formatted(agent, parameter.name(), parameter.summary()));
            }
            Optional<String> wrong =
                    Optional.ofNullable(given.get(parameter.name())).filter(value -> !fits(parameter.kind(), value));
            if (wrong.isPresent()) {
                return Optional.of("parameter '%s' of %s must be %s, not '%s'"
                        .formatted(
                                parameter.name(),
                                agent,
                                parameter.kind().equals("integer") ? "a whole number" : "true or false",
                                wrong.get()));
            }
        }
        return Optional.empty();
    }

    /// As agents themselves read them: many words mean true or false.
    private static boolean fits(String kind, String value) {
        return switch (kind) {
            case "integer" -> value.matches("[+-]?[0-9]+");
            case "boolean" -> value.matches("(?i)yes|no|true|false|1|0|on|off|ja|nein");
            default -> true;
        };
    }

    /// Reads what an agent printed. Nothing outside of it is ever looked at, whatever it names.
    ///
    /// @throws IOException with one sentence
    static OcfDescription parse(String agent, byte[] xml) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return new Reading(agent).of(factory.createXMLStreamReader(new ByteArrayInputStream(xml)));
        } catch (XMLStreamException unreadable) {
            throw new IOException(agent + " describes itself in XML that cannot be read", unreadable);
        }
    }

    /// Goes through the elements once; texts belong to the parameter they are in, or to the agent.
    private static final class Reading {
        private final String agent;
        private final List<Parameter> parameters = new ArrayList<>();
        private String summary = "";
        private String text = "";
        private Optional<Parameter> open = Optional.empty();

        Reading(String agent) {
            this.agent = agent;
        }

        OcfDescription of(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("parameter")) {
                    open.ifPresent(parameters::add);
                    open = Optional.empty();
                }
            }
            return new OcfDescription(agent, summary, text, parameters);
        }

        private void begin(XMLStreamReader xml) throws XMLStreamException {
            switch (xml.getLocalName()) {
                case "parameter" ->
                    open = Optional.of(new Parameter(
                            attribute(xml, "name").orElse(""),
                            attribute(xml, "required").filter(Reading::isTrue).isPresent(),
                            "string",
                            Optional.empty(),
                            "",
                            ""));
                case "content" -> {
                    String kind = attribute(xml, "type").orElse("string");
                    Optional<String> usual = attribute(xml, "default").filter(value -> !value.isEmpty());
                    open = open.map(
                            it -> new Parameter(it.name(), it.required(), kind, usual, it.summary(), it.text()));
                }
                case "shortdesc" -> {
                    String line = plain(xml.getElementText());
                    if (open.isEmpty() && summary.isEmpty()) {
                        summary = line;
                    }
                    open = open.map(
                            it -> new Parameter(it.name(), it.required(), it.kind(), it.usual(), line, it.text()));
                }
                case "longdesc" -> {
                    String lines = plain(xml.getElementText());
                    if (open.isEmpty() && text.isEmpty()) {
                        text = lines;
                    }
                    open = open.map(
                            it -> new Parameter(it.name(), it.required(), it.kind(), it.usual(), it.summary(), lines));
                }
                default -> {}
            }
        }

        private static Optional<String> attribute(XMLStreamReader xml, String name) {
            return Optional.ofNullable(xml.getAttributeValue(null, name));
        }

        private static boolean isTrue(String word) {
            return word.equals("1") || word.equals("true") || word.equals("yes");
        }

        private static String plain(String text) {
            return text.strip().replaceAll("[ \\t]*\\n[ \\t]*", "\n").replaceAll("[\\p{Cc}&&[^\\n]]", " ");
        }
    }
}

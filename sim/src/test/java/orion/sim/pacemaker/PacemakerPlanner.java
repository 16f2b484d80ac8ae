package orion.sim.pacemaker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Pacemaker's answer to a situation: what `crm_simulate` plans in one transition, taken as done.
final class PacemakerPlanner {
    private PacemakerPlanner() {}

    /// Where each service runs in the end; no entry where it does not.
    ///
    /// @param folder for its files
    static SortedMap<String, Integer> answer(Situation situation, Path folder) {
        try {
            Path input = folder.resolve(situation.seed() + ".xml");
            Path output = folder.resolve(situation.seed() + ".out");
            Files.writeString(input, PacemakerInput.of(situation));
            Process process = new ProcessBuilder(
                            "crm_simulate", "--run", "--output-as=xml", "--xml-file", input.toString())
                    .redirectError(folder.resolve(situation.seed() + ".err").toFile())
                    .redirectOutput(output.toFile())
                    .start();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("crm_simulate ended with status %d for %s: %s"
                        .formatted(status, situation, Files.readString(output)));
            }
            return places(situation, output);
        } catch (IOException | SAXException | ParserConfigurationException failure) {
            throw new IllegalStateException("crm_simulate gave no answer for " + situation, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static SortedMap<String, Integer> places(Situation situation, Path output)
            throws IOException, SAXException, ParserConfigurationException {
        SortedMap<String, Integer> places = new TreeMap<>();
        situation
                .services()
                .forEach(service -> situation.place(service).ifPresent(node -> places.put(service.name(), node)));
        Element answer = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(output.toFile())
                .getDocumentElement();
        for (Element action : elements(answer, "rsc_action")) {
            String service = action.getAttribute("resource");
            boolean blocked = action.getAttribute("blocked").equals("true");
            switch (action.getAttribute("action")) {
                case "start" -> go(places, service, blocked ? "" : action.getAttribute("node"));
                case "move" -> go(places, service, blocked ? "" : action.getAttribute("dest"));
                case "stop" -> places.remove(service);
                default -> throw new IllegalStateException("unknown action in " + output);
            }
        }
        return places;
    }

    private static void go(SortedMap<String, Integer> places, String service, String node) {
        if (node.isEmpty()) {
            places.remove(service);
        } else {
            places.put(service, Integer.valueOf(node.substring(1)));
        }
    }

    private static List<Element> elements(Element of, String name) {
        NodeList found = of.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(index -> (Element) found.item(index))
                .toList();
    }
}

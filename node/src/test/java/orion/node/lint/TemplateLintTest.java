package orion.node.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.lint.Lint;
import orion.core.lint.Situation;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.node.definition.ResourceFile;
import orion.node.definition.Template;
import orion.node.definition.TemplateFile;
import orion.node.definition.TemplateParameter;

/// What is shipped is not what the lint warns of.
final class TemplateLintTest {
    private static final Path SHIPPED = Path.of(System.getProperty("orion.repository", ".."), "dist", "templates");

    @Test
    void noTemplateMakesADangerousResource() throws Exception {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (int number = 1; number <= 3; number++) {
            NodeId id = new NodeId(number);
            nodes.put(id, new NodeDefinition(id, "n" + number, List.of(new Endpoint("10.0.0." + number, 7023))));
        }
        Map<String, Template> templates = TemplateFile.all(List.of(SHIPPED));
        assertThat(templates).hasSizeGreaterThan(10);
        for (Map.Entry<String, Template> entry : templates.entrySet()) {
            Map<String, String> values = new TreeMap<>();
            for (TemplateParameter parameter : entry.getValue().parameters()) {
                if (parameter.required()) {
                    values.put(parameter.name(), parameter.example());
                }
            }
            String text = entry.getValue().filled("web", values, List.of("n1", "n2"));
            ResourceDefinition resource =
                    ResourceFile.parse(entry.getKey(), text).getFirst();
            SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
            resources.put("web", resource);
            Situation situation = new Situation(
                    new ClusterConfiguration("harbour", 1, Timing.STANDARD, 2, 60, 3, nodes, resources),
                    new TreeMap<>(),
                    Optional.empty());

            assertThat(Lint.findings(situation)).as(entry.getKey()).isEmpty();
        }
    }
}

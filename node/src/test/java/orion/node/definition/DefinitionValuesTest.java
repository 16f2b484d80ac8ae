package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values that a person gives by their keys, in a definition as it is exported.
final class DefinitionValuesTest {
    private static final String WEB = """
            resources:
              web:
                nodes:
                  - node1
                  - node2
                monitor:
                  every: 10
                parts:
                  - volume:
                      device: /dev/sdb
                      mount: '1.10'
                  - address: 192.0.2.1/24
            """;

    private static String with(String... values) throws DefinitionException {
        return DefinitionValues.with(WEB, "web", List.of(values));
    }

    @Test
    void whatIsNotNamedStaysAsItIsWritten() throws DefinitionException {
        assertThat(with("monitor.every=3")).isEqualTo(WEB.replace("every: 10", "every: 3"));
    }

    @Test
    void aValueIsWrittenAsInAFile() throws DefinitionException {
        assertThat(with("nodes=[node3, 'node4']", "parts.0.volume.mount=1.20", "parts.1.address=192.0.2.2/24"))
                .contains("nodes: [node3, 'node4']\n", "mount: 1.20\n", "- address: 192.0.2.2/24\n");
    }

    @Test
    void whatIsNotThereYetIsMade() throws DefinitionException {
        assertThat(with("priority=5", "failovers.most=2"))
                .contains("    priority: 5\n", "    failovers:\n      most: 2\n");
    }

    @Test
    void nothingTakesAValueAway() throws DefinitionException {
        assertThat(with("nodes.0=", "monitor.every=", "priority="))
                .contains("    nodes:\n      - node2\n")
                .doesNotContain("node1", "every", "priority");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            priority; 'priority' is not KEY=VALUE
            =5; '=5' is not KEY=VALUE
            nodes.2=node3; nodes.2: '2' is none of the 2 items
            nodes.first=node3; 'first' is none of the 2 items
            monitor.every.second=1; monitor.every.second: there is nothing below what stands before 'second'
            priority=# later; is no value
            priority=&a 5; a value that begins with & is an anchor
            priority=[5; this is not YAML
            """)
    void whatHasNoPlaceOrIsNoneIsRefused(String value, String told) {
        assertThatThrownBy(() -> with(value))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("resource web")
                .hasMessageContaining(told);
    }

    @Test
    void aValueIsSetOnce() {
        assertThatThrownBy(() -> with("priority=5", "monitor.every=3", "priority=6"))
                .hasMessage("resource web: priority: it is set twice; leave one of them out.");
    }
}

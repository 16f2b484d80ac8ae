package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.configuration.ResourcePolicy;

/// What a definition says of failures, and of what a resource needs.
final class RecoveryReaderTest {
    private static String file(String fields) {
        return "resources:\n  web:\n" + fields.indent(4) + "    parts:\n      - service: {unit: web.service}\n";
    }

    private static ResourcePolicy policy(String fields) throws DefinitionException {
        return ResourceFile.parse("f", file(fields)).getFirst().policy();
    }

    @Test
    void whatIsLeftOutIsUsual() throws Exception {
        assertThat(policy("monitor: {then: migrate}").monitoring())
                .isEqualTo(MonitoringPolicy.USUAL.answering(3, 600, Action.MIGRATE));
        assertThat(policy("failovers: {most: 2}").limit()).isEqualTo(new FailoverLimit(2, 3_600, 3));
        assertThat(policy("priority: 1").monitoring()).isEqualTo(MonitoringPolicy.USUAL);
    }

    @Test
    void everyFieldIsRead() throws Exception {
        ResourcePolicy policy = policy("""
                monitor: {every: 5, timeout: 7, timeouts: 2, restarts: 1, within: 90, then: reboot}
                failovers: {most: 4, within: 800, dead-nodes: 0}
                needs: {memory: 4096, cpu: 2}
                """);
        assertThat(policy.monitoring()).isEqualTo(new MonitoringPolicy(5, 7, 2, 1, 90, Action.REBOOT));
        assertThat(policy.limit()).isEqualTo(new FailoverLimit(4, 800, 0));
        assertThat(policy.placement().needs().each()).isEqualTo(Map.of("memory", 4_096, "cpu", 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            monitor: {then: panic}     | must be comatose, migrate or reboot, not 'panic'
            monitor: {restarts: -1}    | monitor.restarts must be 0 to 1000, not -1
            monitor: {every: 0}        | monitor.every must be 1 to 86400 seconds, not 0
            monitor: {often: 1}        | 'often' is not known here
            failovers: {dead-nodes: x} | must be a whole number, not 'x'
            failovers: {most: 1001}    | failovers.most must be 0 to 1000, not 1001
            needs: {memory: lots}      | must be a whole number, not 'lots'
            needs: {a b: 1}            | name of an amount "a b" may contain only
            """)
    void whatCannotBeIsRefusedWithItsPlace(String fields, String fault) {
        assertThatThrownBy(() -> policy(fields))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("resources.web")
                .hasMessageContaining(fault);
    }
}

package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.node.fencing.FenceDevice;
import orion.node.fencing.FencePlan;

/// What a file of fencing devices says, and what is said of one that is wrong.
final class FencingFileTest {
    private static final String DEVICE = "devices: {ipmi2: {agent: fence_ipmilan, options: {password: hunter2}}}\n";

    @Test
    void devicesLevelsAndTheSilenceAreRead() throws DefinitionException {
        FencePlan plan = FencingFile.parse("fencing.yaml", """
                devices:
                  ipmi2:
                    agent: fence_ipmilan
                    options: {ip: 192.0.2.12, port: 623}
                  left: {agent: fence_apc, timeout: 60}
                  right: {agent: fence_apc}
                nodes:
                  n2:
                    after: 3s
                    levels: [[ipmi2], [left, right]]
                  n3:
                    levels:
                      - [left]
                """);
        FencePlan.Victim victim = Objects.requireNonNull(plan.victims().get("n2"));
        assertThat(victim.afterMillis()).isEqualTo(OptionalLong.of(3_000));
        assertThat(victim.levels())
                .extracting(level -> level.stream().map(FenceDevice::name).toList())
                .containsExactly(List.of("ipmi2"), List.of("left", "right"));
        assertThat(victim.levels().getFirst().getFirst().options()).containsEntry("port", "623");
        assertThat(victim.levels().getLast().getFirst().timeoutSeconds()).isEqualTo(60);
        assertThat(Objects.requireNonNull(plan.victims().get("n3")).afterMillis())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nodes: {n2: {levels: [[ipmi3]]}}             | line 2: nodes.n2.levels[0][0]: 'ipmi3' is not one of the devices: ipmi2
            nodes: {n2: {levels: [[]]}}                  | line 2: nodes.n2.levels[0]: is a level without a device
            nodes: {n2: {levels: []}}                    | line 2: nodes.n2: has no level
            nodes: {n2: {after: soon, levels: [[ipmi2]]}} | nodes.n2.after: must be a time such as 3s or 1500ms, not 'soon'
            nodes: {n2: {level: [[ipmi2]]}}              | 'level' is not known here; known are levels, after
            node: {}                                     | 'node' is not known here; known are devices, nodes
            """)
    void whatIsWrongIsSaidWithItsPlace(String nodes, String fault) {
        assertThatThrownBy(() -> FencingFile.parse("fencing.yaml", DEVICE + nodes))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("fencing.yaml")
                .hasMessageContaining(fault);
    }

    @Test
    void whatDevicesAreCalledIsToldInOneLine() {
        assertThatThrownBy(() -> FencingFile.parse(
                        "fencing.yaml", "devices: {\"a\\nb\": {agent: fence_x}}\nnodes: {n2: {levels: [[c]]}}"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageEndingWith("'c' is not one of the devices: a?b.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {agent: fence_x, options: hunter2}               | must be a group
            {agent: fence_x, options: {password: *hunter2}}  | a value that begins with * is an alias
            {agent: fence_x, options: {password: !hunter2 x}} | a value that begins with ! is a tag
            {agent: fence_x, options: {password: &hunter2 x}} | a value that begins with & is an anchor
            {agent: fence_x, options: {password: [hunter2]}} | must be text, not a list
            {agent: fence_x, options: {action: hunter2}}     | is given by the daemon; leave it out
            {agent: fence_x, options: {password: "hunter2\\nx"}} | must be one line of text
            {agent: fence_x, timeout: 0, options: {password: hunter2}} | is not between 1 and 600 s
            """)
    void noMessageTellsASecret(String device, String fault) {
        assertThatThrownBy(() -> FencingFile.parse("fencing.yaml", "devices: {d: " + device + "}\nnodes: {}"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(fault)
                .hasMessageNotContaining("hunter2");
    }
}

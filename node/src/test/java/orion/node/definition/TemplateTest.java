package orion.node.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// What becomes of a template that is filled.
final class TemplateTest {
    private static final String TEXT = """
            description: A lamp
            packages: {lamp: /usr/bin/lamp}
            parameters:
              address: {description: where it is, example: 10.0.0.20/24}
              mount: {description: its volume, usual: "/srv/${resource}"}
              device: {description: its disk, usual: ""}
              seconds: {description: patience, usual: "30"}
              colour: {description: any, usual: red}
            before: ["mkdir ${mount}"]
            resource:
              load-timeout: ${seconds}
              parts:
                - when: device
                  volume: {device: "${device}", type: ext4, mount: "${mount}"}
                - address: "${address}"
                - service:
                    command: [/usr/bin/lamp, "--colour=${colour}", "--at=${address.host}"]
                    environment: {SECONDS: "${seconds}"}
            """;

    private static ResourceDefinition filled(Map<String, String> values) throws DefinitionException {
        String text = TemplateFile.parse("lamp", "lamp.yaml", TEXT).filled("desk", values, List.of("n1", "n2"));
        return ResourceFile.parse("filled", text).getFirst();
    }

    @Test
    void holesAreFilledWithWhatIsGivenOrUsual() throws Exception {
        ResourceDefinition desk = filled(Map.of("address", "192.0.2.1/24", "device", "/dev/sdz"));

        assertThat(desk.name()).isEqualTo("desk");
        assertThat(desk.preferredNodes()).containsExactly("n1", "n2");
        assertThat(desk.loadTimeoutSeconds()).isEqualTo(30);
        assertThat(desk.parts())
                .startsWith(
                        new PartDefinition.Volume("/dev/sdz", "ext4", "/srv/desk", ""),
                        new PartDefinition.Address("192.0.2.1/24", Optional.empty()));
        assertThat(desk.parts().getLast()).isInstanceOfSatisfying(PartDefinition.Command.class, command -> {
            assertThat(command.command()).containsExactly("/usr/bin/lamp", "--colour=red", "--at=192.0.2.1");
            assertThat(command.environment()).containsEntry("SECONDS", "30");
        });
    }

    @Test
    void aPartWhoseParameterIsEmptyIsLeftOut() throws Exception {
        assertThat(filled(Map.of("address", "192.0.2.1/24")).parts())
                .hasSize(2)
                .noneMatch(PartDefinition.Volume.class::isInstance);
    }

    @Test
    void aValueIsTextAndNothingElse() throws Exception {
        String odd = "'a\", ${mount} #: [x]' {y: z}";
        ResourceDefinition desk = filled(Map.of("address", "192.0.2.1/24", "colour", odd));

        assertThat(desk.parts().getLast())
                .isInstanceOfSatisfying(
                        PartDefinition.Command.class,
                        command -> assertThat(command.command()).contains("--colour=" + odd));
    }

    @Test
    void aValueOfSeveralLinesIsRefused() {
        assertThatThrownBy(() -> filled(Map.of("address", "192.0.2.1/24", "colour", "red\nblue")))
                .hasMessageContaining("the value of 'colour' must be one line");
    }

    @Test
    void theStepsBeforeAreFilledToo() throws Exception {
        Template lamp = TemplateFile.parse("lamp", "lamp.yaml", TEXT);
        assertThat(lamp.steps("desk", Map.of("address", "192.0.2.1/24"))).containsExactly("mkdir /srv/desk");
    }

    @Test
    void aTemplateThatMakesNoResourceIsRefusedWhenItIsRead() {
        String broken = TEXT.replace("example: 10.0.0.20/24", "example: 10.0.0.20");
        assertThatThrownBy(() -> TemplateFile.parse("lamp", "lamp.yaml", broken))
                .hasMessageContaining("lamp.yaml, line 1")
                .hasMessageContaining("with its examples it makes no resource")
                .hasMessageContaining("10.0.0.20");
    }

    @Test
    void allThatAreShippedCanBeFilled() throws Exception {
        Path shipped = Path.of(System.getProperty("orion.repository", ".."), "dist", "templates");
        assertThat(TemplateFile.all(List.of(shipped)).keySet())
                .contains("apache2", "bind9", "cups", "dovecot", "generic-address", "generic-volume", "kea", "mariadb")
                .contains("nfs", "nginx", "postfix", "postgresql", "samba", "tomcat10");
    }
}

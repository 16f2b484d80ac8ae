package orion.node.ocf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import orion.node.ocf.OcfDescription.Parameter;

/// What agents say of themselves, well and badly.
final class OcfDescriptionTest {
    private static final String XML = """
            <?xml version="1.0"?>
            <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
            <resource-agent name="Lamp" version="1.0">
            <version>1.0</version>
            <longdesc lang="en">
            Lights a lamp.
               On one host.
            </longdesc>
            <shortdesc lang="en">A lamp</shortdesc>
            <parameters>
            <parameter name="colour" unique="0" required="1">
            <longdesc lang="en">Any colour.</longdesc>
            <shortdesc lang="en">its colour</shortdesc>
            <content type="string" default="" />
            </parameter>
            <parameter name="watts"><shortdesc>its power</shortdesc><content type="integer" default="40"/></parameter>
            <parameter name="dim"><shortdesc>weakly</shortdesc><content type="boolean" default="false"/></parameter>
            </parameters>
            <actions><action name="start" timeout="20s"/></actions>
            </resource-agent>
            """;

    private static OcfDescription read(String xml) throws IOException {
        return OcfDescription.parse("ocf:test:Lamp", xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAnAgentSaysIsUnderstood() throws Exception {
        OcfDescription lamp = read(XML);

        assertThat(lamp.summary()).isEqualTo("A lamp");
        assertThat(lamp.text()).isEqualTo("Lights a lamp.\nOn one host.");
        assertThat(lamp.parameters())
                .containsExactly(
                        new Parameter("colour", true, "string", Optional.empty(), "its colour", "Any colour."),
                        new Parameter("watts", false, "integer", Optional.of("40"), "its power", ""),
                        new Parameter("dim", false, "boolean", Optional.of("false"), "weakly", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watts=60 | needs parameter 'colour': its colour",
                "colour=red,wats=60 | knows no parameter 'wats'; it knows colour, watts, dim",
                "colour=red,watts=many | parameter 'watts' of ocf:test:Lamp must be a whole number, not 'many'",
                "colour=red,dim=perhaps | parameter 'dim' of ocf:test:Lamp must be true or false, not 'perhaps'"
            })
    void whatItCannotBeToldIsNamed(String given, String sentence) throws Exception {
        assertThat(read(XML).fault(parameters(given)))
                .hasValueSatisfying(fault -> assertThat(fault).contains(sentence));
    }

    @Test
    void whatItCanBeToldIsGood() throws Exception {
        assertThat(read(XML).fault(parameters("colour=red,watts=+60,dim=On"))).isEmpty();
    }

    private static Map<String, String> parameters(String given) {
        Map<String, String> parameters = new java.util.TreeMap<>();
        for (String pair : given.split(",", -1)) {
            parameters.put(pair.replaceFirst("=.*", ""), pair.replaceFirst(".*=", ""));
        }
        return parameters;
    }

    @Test
    void nothingOutsideOfItIsRead(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "very secret");
        String hostile = XML.replace(
                        "<!DOCTYPE resource-agent SYSTEM \"ra-api-1.dtd\">",
                        "<!DOCTYPE resource-agent [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>")
                .replace("A lamp", "&x;");

        assertThatThrownBy(() -> read(hostile)).isInstanceOf(IOException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void whatIsNoXmlIsRefused() {
        assertThatThrownBy(() -> read("lamp: on"))
                .isInstanceOf(IOException.class)
                .hasMessage("ocf:test:Lamp describes itself in XML that cannot be read");
    }
}

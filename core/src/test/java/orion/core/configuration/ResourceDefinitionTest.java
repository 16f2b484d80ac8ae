package orion.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a resource may be, and what is refused with which sentence.
final class ResourceDefinitionTest {
    private static final PartDefinition PART = new PartDefinition.Address("192.0.2.10/24", Optional.empty());

    @Test
    void theUsualSettingsAreThoseOfTheManual() {
        ResourceDefinition definition = new ResourceDefinition("web-1", List.of(PART));

        assertThat(definition.loadTimeoutSeconds()).isEqualTo(600);
        assertThat(definition.unloadTimeoutSeconds()).isEqualTo(600);
        assertThat(definition.policy()).isEqualTo(ResourcePolicy.USUAL);
        assertThat(definition.preferredNodes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b", "..", "-a", "a\n", "a\0", "%n", "$(x)"})
    void aNameThatCouldMeanSomethingToAFileSystemOrShellIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResourceDefinition(name, List.of(PART)))
                .withMessageContaining("resource name");
    }

    @Test
    void aNameMayHaveSixtyThreeCharactersAndNotMore() {
        assertThat(new ResourceDefinition("n".repeat(63), List.of(PART)).name()).hasSize(63);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResourceDefinition("n".repeat(64), List.of(PART)))
                .withMessageContaining("1 to 63");
    }

    @Test
    void partsAndNodesMayNotBeRepeatedAndThereIsAtLeastOnePart() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResourceDefinition("r", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResourceDefinition("r", List.of(PART, PART)))
                .withMessageContaining("same part twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ResourceDefinition("r", List.of(PART), List.of("n1", "n1"), 1, 1, ResourcePolicy.USUAL))
                .withMessageContaining("twice");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 86_401})
    void timeOutsAreOneSecondToOneDay(int seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ResourceDefinition("r", List.of(PART), List.of(), seconds, 1, ResourcePolicy.USUAL))
                .withMessageContaining("load time-out");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ResourceDefinition("r", List.of(PART), List.of(), 1, seconds, ResourcePolicy.USUAL))
                .withMessageContaining("unload time-out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "/", "/a/../b", "/a//b", "/a/", "/a/./b", "/a\nb", "/a\0b"})
    void pathsAreAbsoluteAndPlain(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Volume(path, "ext4", "/srv/a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Volume("/dev/x", "ext4", path, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Script(path, "/bin/true", Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Script("/bin/true", "/bin/true", Optional.of(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "-x", "a b", "a:b"})
    void agentsHavePlainNames(String word) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Ocf(word, "Dummy", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Ocf("heartbeat", word, Map.of()));
    }

    @Test
    void whatAnAgentIsToldIsALine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Ocf("heartbeat", "Dummy", Map.of("a", "one\ntwo")))
                .withMessageContaining("parameter a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Ocf("heartbeat", "Dummy", Map.of("a-b", "one")))
                .withMessageContaining("not a name");
    }

    @Test
    void licencesAreForAnAddressAndForNumbersOfPortsAndConnections() {
        assertThat(new PartDefinition.Licences("192.0.2.1", List.of(80, 443), 50).label())
                .isEqualTo("50 licences for 192.0.2.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Licences("192.0.2.1/24", List.of(), 1))
                .withMessageContaining("address of licences");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Licences("192.0.2.1", List.of(80, 80), 1))
                .withMessageContaining("different numbers from 1 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Licences("2001:db8::1", List.of(70_000), 1))
                .withMessageContaining("different numbers from 1 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Licences("2001:db8::1", List.of(), 0))
                .withMessageContaining("0 licences are not possible");
    }

    @Test
    void aPathOfMoreThanAThousandCharactersIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Volume("/" + "x".repeat(1024), "xfs", "/srv/a", ""));
    }

    @Test
    void onlyKnownFileSystemsAndPlainOptionsAreAccepted() {
        assertThat(new PartDefinition.Volume("/dev/x", "xfs", "/srv/a", "noatime,nodev").label())
                .isEqualTo("volume /srv/a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Volume("/dev/x", "ntfs", "/srv/a", ""))
                .withMessageContaining("ext4 and xfs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Volume("/dev/x", "xfs", "/srv/a", "-o ro"));
    }

    @Test
    void anAddressNamesWhatIsWrongWithIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Address("192.0.2.10", Optional.empty()))
                .withMessageContaining("lacks the length of the network");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Address("192.0.2.10/24", Optional.of("-eth0")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartDefinition.Address("192.0.2.10/24", Optional.of("eth0123456789012")));
        assertThat(new PartDefinition.Address("2001:db8::10/64", Optional.of("eth0")).host())
                .isEqualTo("2001:db8::10");
    }

    @Test
    void aServiceNeedsAProgramAndMayHaveAnOrderedEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("Z", "1");
        environment.put("A", "2");
        PartDefinition.Command command = new PartDefinition.Command(
                List.of("/bin/x", "multi\nline argument"), List.of(), 5, environment, Optional.of("127.0.0.1:80"));
        environment.clear();

        assertThat(command.environment().keySet()).containsExactly("Z", "A");
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Command(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Command(List.of(" ")));
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Command(List.of("/bin/x", "a\0b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", ":80", "host:", "host:0", "host:65536", "host:x"})
    void aReadinessProbeIsAnAddressWithAPort(String probe) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PartDefinition.Command(List.of("/bin/x"), List.of(), 5, Map.of(), Optional.of(probe)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nginx", "-x.service", "a b.service", "a/b.service", "a;b.service"})
    void aUnitIsAFullNameOfSystemd(String unit) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PartDefinition.Unit(unit));
    }

    @Test
    void aUnitMayBeAnInstance() {
        assertThat(new PartDefinition.Unit("getty@tty1.service").label()).isEqualTo("unit getty@tty1.service");
    }
}

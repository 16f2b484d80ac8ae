package orion.supervisor.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `gwha.conf` as people have it is understood, and what cannot be meant is refused with file, line and cure.
final class GwhaConfigurationTest {
    private static final String FILE = "/etc/x/gwha.conf";
    private static final String POA = "[post.dom]\nserver = /opt/bin/gwpoa\n";

    private static GwhaConfiguration read(String text) throws ConfigurationFault {
        return GwhaConfiguration.of(Path.of(FILE), IniFile.parse(FILE, text));
    }

    @Test
    void theFileOfTheOriginalIsUnderstood() throws Exception {
        GwhaConfiguration read = read("""
                ; made by the installation
                [gwha]
                ssl = yes
                key = filename.key
                cert = filename.crt
                password = pass=word;#1

                [dom]
                server = /opt/novell/groupwise/agents/bin/gwmta
                command = /etc/init.d/grpwise
                startup = dom.mta
                delay = 3
                wait = 20

                [post.dom]
                server = /opt/novell/groupwise/agents/bin/gwpoa
                command = /etc/init.d/grpwise
                startup = /mnt/mail/post.poa
                show = yes

                [dom.GWIA]
                server = /opt/novell/groupwise/agents/bin/gwia
                startup = gwia.cfg

                [nmma]
                server = /opt/novell/messenger/bin/start
                """);

        assertThat(read.settings().tls()).isTrue();
        assertThat(read.settings().key()).contains(Path.of("/etc/x/filename.key"));
        assertThat(read.settings().password()).contains("pass=word;#1");
        assertThat(read.settings().toString()).doesNotContain("pass=word");
        assertThat(read.settings().users()).containsExactly("gwha");
        assertThat(read.settings().port()).isEqualTo(8400);
        assertThat(read.agents())
                .extracting(AgentDefinition::kind)
                .containsExactly(AgentKind.MTA, AgentKind.POA, AgentKind.GWIA, AgentKind.NMMA);
        AgentDefinition mta = read.agent("dom");
        assertThat(mta.arguments()).containsExactly("@dom.mta");
        assertThat(mta.delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(mta.stopLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(mta.startup()).isEmpty();
        assertThat(mta.startupFolder()).isEqualTo(Path.of("/opt/novell/groupwise/agents/share"));
        AgentDefinition poa = read.agent("post.dom");
        assertThat(poa.show()).isTrue();
        assertThat(poa.startup()).contains(Path.of("/mnt/mail/post.poa"));
        assertThat(poa.stopLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(poa.delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void relativePathsAreBesideTheFileWhereverItIsReadFrom() throws Exception {
        GwhaSettings settings = read("[gwha]\nrun = run\nlog = ../log\n").settings();

        assertThat(settings.run()).isEqualTo(Path.of("/etc/x/run"));
        assertThat(settings.log()).isEqualTo(Path.of("/etc/x/../log"));
        assertThat(read("").settings().run()).isEqualTo(Path.of("/run/orion-agents"));
        assertThat(read("[gwha]\nrun = /r\n").settings().run()).isEqualTo(Path.of("/r"));
    }

    @Test
    void anyDaemonCanBeAnAgent() throws Exception {
        AgentDefinition agent = read("""
                [web]
                server = /usr/sbin/nginx
                arguments = -g "daemon off;" -p ""
                user = www-data
                ports = 80, 443
                ready = 5
                """).agent("web");

        assertThat(agent.kind()).isEqualTo(AgentKind.OTHER);
        assertThat(agent.arguments()).containsExactly("-g", "daemon off;", "-p", "");
        assertThat(agent.user()).contains("www-data");
        assertThat(agent.ports()).containsExactly(80, 443);
        assertThat(agent.forking()).isFalse();
    }

    @Test
    void anAgentCanBelongToAResource() throws Exception {
        AgentDefinition agent = read(POA + "resource = mail\naddress = 10.0.0.20\nmove-after = 3\n")
                .agent("post.dom");

        assertThat(agent.resource())
                .contains(new AgentResource("mail", Optional.of(InetAddress.ofLiteral("10.0.0.20")), 3));
        assertThat(agent.address()).isEqualTo(InetAddress.ofLiteral("10.0.0.20"));
        assertThat(read(POA).agent("post.dom").resource()).isEmpty();
        assertThat(read(POA).agent("post.dom").address()).isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void encryptionIsWhatIsMeantWhereNothingIsSaid() throws Exception {
        assertThat(read(POA).settings().tls()).isTrue();
        assertThat(read(POA).warnings()).isEmpty();
        assertThat(read("[gwha]\nssl = no\n").warnings())
                .singleElement()
                .asString()
                .contains("clear text", FILE);
    }

    @Test
    void aPasswordThatEverybodyCanReadIsWarnedOf(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("gwha.conf"), "[gwha]\npassword = x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(GwhaConfiguration.read(file).warnings())
                .singleElement()
                .asString()
                .contains("chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(GwhaConfiguration.read(file).warnings()).isEmpty();
        Files.writeString(file, "[gwha]\npassword =\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(GwhaConfiguration.read(file).warnings()).isEmpty();
    }

    @Test
    void agentsAreInTheOrderInWhichTheyStart() throws Exception {
        String three = """
                [c]
                server = /c
                after = b, a
                [a]
                server = /a
                [b]
                server = /b
                """;

        assertThat(read(three).agents())
                .extracting(agent -> agent.location().name())
                .containsExactly("b", "a", "c");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("x = 1\n", 1, "before the first section"),
                Arguments.of("\n[dom\n", 2, "write it as [name]"),
                Arguments.of(POA + "nonsense\n", 3, "neither [section] nor key = value"),
                Arguments.of(POA + POA, 3, "in line 1 already"),
                Arguments.of(POA + "server = /y\n", 3, "in line 2 already"),
                Arguments.of(POA + "srever = /y\n", 3, "has no key 'srever'"),
                Arguments.of("[gwha]\nSSL = yes\n", 2, "has no key 'SSL'"),
                Arguments.of("[gwha]\nssl = maybe\n", 2, "yes or no, not 'maybe'"),
                Arguments.of("[gwha]\nport = 70000\n", 2, "from 1 to 65535, not '70000'"),
                Arguments.of("[post.dom]\nstartup = x\n", 1, "server = /opt/"),
                Arguments.of("[post.dom]\nserver = gwpoa\n", 2, "full path"),
                Arguments.of("[a/b]\nserver = /x\n", 1, "cannot be a location"),
                Arguments.of("[..]\nserver = /x\n", 1, "cannot be a location"),
                Arguments.of(POA + "wait = -1\n", 3, "from 0 to 86400, not '-1'"),
                Arguments.of(POA + "wait = soon\n", 3, "seconds"),
                Arguments.of(POA + "kind = mda\n", 3, "poa, mta, gwia"),
                Arguments.of(POA + "type = double\n", 3, "simple"),
                Arguments.of(POA + "ports = 80,0\n", 3, "ports from 1 to 65535"),
                Arguments.of(POA + "arguments = \"a\n", 3, "quotation mark"),
                Arguments.of(POA + "command = /etc/init.d/postfix\n", 3, "delete this line"),
                Arguments.of(POA + "move-after = 3\n", 3, "goes with resource ="),
                Arguments.of(POA + "address = 10.0.0.20\n", 3, "goes with resource ="),
                Arguments.of(POA + "resource = ma il\n", 3, "cannot be a resource"),
                Arguments.of(POA + "resource = mail\naddress = mail.example\n", 4, "the resource's own address"),
                Arguments.of(POA + "resource = mail\naddress = 1.2.3.4.5\n", 4, "the resource's own address"),
                Arguments.of(POA + "resource = mail\nmove-after = 0.5\n", 4, "from 0 to 4, not '0.5'"),
                Arguments.of(
                        POA + "resource = mail\nmove-after = 5\n", 4, "the monitor gives up after five, from 0 to 4"),
                Arguments.of(
                        POA + "resource = mail\naddress = 10.0.0.20\n[b]\nserver = /x\nresource = mail\n",
                        5,
                        "[post.dom] of the same resource has address = 10.0.0.20"),
                Arguments.of(
                        POA + "resource = mail\naddress = ::1\n[b]\nserver = /x\nresource = web\naddress = ::1\n",
                        8,
                        "each resource has its own"),
                Arguments.of(POA + "after = nobody\n", 3, "no agent 'nobody'"),
                Arguments.of("[a]\nserver = /a\nafter = b\n[b]\nserver = /b\nafter = a\n", 3, "round in a circle"),
                Arguments.of(
                        "[a]\nserver = /x\nstartup = s\n[b]\nserver = /x\nstartup = s\n",
                        6,
                        "[a] has the same server"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatCannotBeMeantIsRefusedWithItsLine(String text, int line, String words) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining(FILE + ", line " + line + ": ")
                .hasMessageContaining(words);
    }

    @Test
    void aMissingFileIsToldWithItsCure() {
        assertThatThrownBy(() -> GwhaConfiguration.read(Path.of("/nonexistent/gwha.conf")))
                .hasMessageContaining("there is no file /nonexistent/gwha.conf")
                .hasMessageContaining("--config FILE");
    }

    @Test
    void aFileWithoutAnythingIsToldWithWhatToWrite(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("gwha.conf"), "# agents of this host\n");

        assertThatThrownBy(() -> GwhaConfiguration.read(file))
                .hasMessage("there is no agent in " + file + "; write a section for each, a line such as [post.dom] and"
                        + " below it: server = /opt/novell/groupwise/agents/bin/gwpoa");
    }

    @Test
    void aFileThatCannotBeReadIsNamedOnce(@TempDir Path folder) {
        assertThatThrownBy(() -> GwhaConfiguration.read(folder))
                .hasMessage(folder + " cannot be read: Is a directory; ask as its owner, usually root");
        assertThat(Unreadable.why(new AccessDeniedException("/nope"))).isEqualTo("this user may not");
        assertThat(Unreadable.why(new NoSuchFileException("/nope"))).isEqualTo("there is no such file");
        assertThat(Unreadable.why(new FileSystemException("/nope", "", "Too many links")))
                .isEqualTo("Too many links");
    }

    static List<Arguments> mistyped() {
        return List.of(
                Arguments.of("POST.dom", "the name is written post.dom"),
                Arguments.of("[post.dom]", "the name is written post.dom"),
                Arguments.of("gwpoa", "there are post.dom"));
    }

    @ParameterizedTest
    @MethodSource("mistyped")
    void aMistypedLocationIsAnsweredWithTheRightOne(String typed, String hint) throws Exception {
        GwhaConfiguration configuration = read(POA);

        assertThatThrownBy(() -> configuration.agent(typed)).hasMessageContaining(hint);
    }
}

package orion.supervisor.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.configuration.GwhaConfiguration;

/// What would start an agent of a cluster at boot is found with its cure, and nothing else is.
final class BootLintTest {
    @TempDir
    private Path root;

    private List<HostFinding> lint() throws Exception {
        Path file = Files.writeString(Files.createTempFile(root, "gwha", ".conf"), """
                [post.dom]
                server = /opt/novell/groupwise/agents/bin/gwpoa
                resource = mail
                [nmma]
                server = /opt/novell/messenger/bin/nmma
                resource = chat
                [relay]
                server = /usr/sbin/postfix
                resource = mail
                [local]
                server = /opt/bin/local
                """);
        return new BootLint(root, GwhaConfiguration.read(file).agents()).findings();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String path, String target) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(target));
    }

    @Test
    void aHostInOrderHasNoFinding() throws Exception {
        assertThat(lint()).isEmpty();
        link("/etc/systemd/system/multi-user.target.wants/gwha.service", "/etc/systemd/system/gwha.service");
        write("/etc/systemd/system/gwha.service", "[Service]\nExecStart=/usr/local/sbin/gwha --listen\n");
        write("/lib/systemd/system/postfix.service", "[Service]\nExecStart=/usr/sbin/postfix start\n");
        write("/etc/init.d/grpwise", "#!/bin/sh\n");
        link("/etc/rc3.d/K01grpwise", "../init.d/grpwise");
        link("/etc/rc6.d/S99grpwise", "../init.d/grpwise");
        link("/etc/rc3.d/S99gone", "../init.d/gone");
        link("/etc/rc3.d/S99grpwise-ma", "../init.d/grpwise");
        write("/etc/xinetd.d/gwha", "service gwha\n{\n    server = /usr/local/sbin/gwha\n    disable = no\n}\n");
        write("/etc/xinetd.d/poa.bak", "service poa\n{\n server = /opt/novell/groupwise/agents/bin/gwpoa\n}\n");
        write("/etc/systemd/system/local.service", "[Service]\nExecStart=/opt/bin/local\n");
        link("/etc/systemd/system/multi-user.target.wants/local.service", "../local.service");
        assertThat(lint()).isEmpty();
    }

    @Test
    void theLinksOfTheOriginalAreFound() throws Exception {
        write("/etc/init.d/grpwise", "#!/bin/sh\n");
        write("/etc/init.d/novell-nmma", "#!/bin/sh\n");
        write("/etc/init.d/mailer", "#!/bin/sh\nexec /opt/novell/groupwise/agents/bin/gwpoa @x\n");
        link("/etc/rc3.d/S99grpwise", "../init.d/grpwise");
        link("/etc/init.d/rc5.d/S12novell-nmma", "../novell-nmma");
        link("/etc/rc5.d/S20mailer", "/etc/init.d/mailer");

        assertThat(lint())
                .containsExactly(
                        new HostFinding(
                                "rc",
                                "/etc/rc3.d/S99grpwise",
                                List.of("nmma", "post.dom", "relay"),
                                "run: rm /etc/rc3.d/S99grpwise"),
                        new HostFinding(
                                "rc", "/etc/rc5.d/S20mailer", List.of("post.dom"), "run: rm /etc/rc5.d/S20mailer"),
                        new HostFinding(
                                "rc",
                                "/etc/init.d/rc5.d/S12novell-nmma",
                                List.of("nmma"),
                                "run: rm /etc/init.d/rc5.d/S12novell-nmma"));
    }

    @Test
    void aFolderThatIsALinkIsLookedAtOnce() throws Exception {
        write("/etc/init.d/grpwise", "#!/bin/sh\n");
        link("/etc/rc.d/rc3.d/S99grpwise", "/etc/init.d/grpwise");
        link("/etc/rc3.d", "rc.d/rc3.d");
        link("/etc/init.d/rc3.d", "../rc.d/rc3.d");

        assertThat(lint()).extracting(HostFinding::path).containsExactly("/etc/rc3.d/S99grpwise");
    }

    @Test
    void theScriptsOfTheBootAreRead() throws Exception {
        write("/etc/rc.local", "#!/bin/sh\n# grpwise start\n/etc/init.d/grpwise start post.dom\nexit 0\n");
        assertThat(lint()).as("one that nobody runs").isEmpty();
        Files.setPosixFilePermissions(root.resolve("etc/rc.local"), PosixFilePermissions.fromString("rwxr-xr-x"));
        link("/etc/rc.d/rc.local", "../rc.local");

        assertThat(lint())
                .containsExactly(new HostFinding(
                        "script", "/etc/rc.local", List.of("post.dom"), "take that out of /etc/rc.local"));
    }

    @Test
    void theTablesOfCronAreRead() throws Exception {
        write("/etc/crontab", "# @reboot root grpwise start\n@reboot root grpwise start\n5 4 * * * root true\n");
        write("/etc/cron.d/nmma", "5 4 * * * root /opt/novell/messenger/bin/nmma\n");
        write("/var/spool/cron/crontabs/root", "@reboot /opt/novell/groupwise/agents/bin/gwpoa @x\n");
        write("/var/spool/cron/mail", "@reboot grpwise status\n");

        assertThat(lint())
                .containsExactly(
                        new HostFinding(
                                "script",
                                "/etc/crontab",
                                List.of("nmma", "post.dom", "relay"),
                                "take this line out of it: @reboot root grpwise start"),
                        new HostFinding(
                                "cron",
                                "/etc/cron.d/nmma",
                                List.of("nmma"),
                                "take this line out of it: 5 4 * * * root /opt/novell/messenger/bin/nmma"),
                        new HostFinding(
                                "script",
                                "/var/spool/cron/crontabs/root",
                                List.of("post.dom"),
                                "take this line out of it: @reboot /opt/novell/groupwise/agents/bin/gwpoa @x"));
        assertThat(lint().get(1).sentence()).startsWith("/etc/cron.d/nmma lets cron start nmma, which");
    }

    @Test
    void enabledUnitsAreFoundWhateverPullsThemIn() throws Exception {
        // By its name: what it runs is another program of the same package.
        write("/lib/systemd/system/postfix.service", "[Service]\nExecStart=/bin/true\n");
        link("/etc/systemd/system/multi-user.target.wants/postfix.service", "/lib/systemd/system/postfix.service");
        // By a socket.
        write("/lib/systemd/system/chat.socket", "[Socket]\nListenStream=8300\n");
        write("/lib/systemd/system/chat.service", "[Service]\nExecStart=-/opt/novell/messenger/bin/nmma -x\n");
        link("/lib/systemd/system/sockets.target.wants/chat.socket", "../chat.socket");
        // By another unit, from a template, in a line that is continued, in what the administrator has added.
        write("/etc/systemd/system/all.service", "[Unit]\nWants=start@one.service\n[Service]\nExecStart=/bin/true\n");
        link("/etc/systemd/system/default.target.wants/all.service", "../all.service");
        write("/etc/systemd/system/start@.service", "[Service]\nExecStart=/bin/false\n");
        write(
                "/etc/systemd/system/start@one.service.d/more.conf",
                "[Service]\nExecStart=\nExecStart=/etc/init.d/grpwise \\\n  start post.dom\n");

        assertThat(lint())
                .containsExactlyInAnyOrder(
                        new HostFinding(
                                "systemd",
                                "/etc/systemd/system/multi-user.target.wants/postfix.service",
                                List.of("relay"),
                                "run: systemctl disable postfix.service"),
                        new HostFinding(
                                "systemd",
                                "/lib/systemd/system/sockets.target.wants/chat.socket",
                                List.of("nmma"),
                                "run: systemctl mask chat.socket"),
                        new HostFinding(
                                "systemd",
                                "/etc/systemd/system/default.target.wants/all.service",
                                List.of("post.dom"),
                                "run: systemctl mask start@one.service, or take it out of all.service"));
    }

    @Test
    void whatIsMaskedOrStartsAnotherAgentIsNot() throws Exception {
        write("/lib/systemd/system/postfix.service", "[Service]\nExecStart=/usr/sbin/postfix start\n");
        link("/etc/systemd/system/multi-user.target.wants/postfix.service", "/lib/systemd/system/postfix.service");
        link("/etc/systemd/system/postfix.service", "/dev/null");
        write("/etc/systemd/system/one.service", """
                [Service]
                ExecStart=/usr/local/sbin/grpwise start local
                ExecStart=/usr/sbin/postfix-check
                ExecStop=/usr/local/sbin/grpwise start
                """);
        link("/etc/systemd/system/multi-user.target.wants/one.service", "../one.service");

        assertThat(lint()).isEmpty();
    }

    @Test
    void aServiceOfXinetdIsFoundUnlessItIsDisabled() throws Exception {
        String service = """
                service poa
                {
                    socket_type = stream
                    server = /opt/novell/groupwise/agents/bin/gwpoa
                    disable = %s
                }
                """;
        write("/etc/xinetd.d/poa", service.formatted("yes"));
        assertThat(lint()).isEmpty();
        write("/etc/xinetd.d/poa", "# no longer\n" + service.formatted("no"));
        write("/etc/xinetd.conf", """
                defaults
                {
                }
                service all
                {
                  server = /bin/env
                  server_args = grpwise start
                }
                """);

        assertThat(lint())
                .containsExactly(
                        new HostFinding(
                                "xinetd",
                                "/etc/xinetd.d/poa",
                                List.of("post.dom"),
                                "set disable = yes in its service poa, then run: systemctl reload xinetd"),
                        new HostFinding(
                                "xinetd",
                                "/etc/xinetd.conf",
                                List.of("nmma", "post.dom", "relay"),
                                "set disable = yes in its service all, then run: systemctl reload xinetd"));
        assertThat(lint().getFirst().sentence())
                .isEqualTo(
                        "/etc/xinetd.d/poa lets xinetd start post.dom, which the cluster alone may start; set disable"
                                + " = yes in its service poa, then run: systemctl reload xinetd");
    }
}

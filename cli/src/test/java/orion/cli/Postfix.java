package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Postfix with a configuration, a queue and mailboxes of its own. It listens at no port, and what is mailed to
/// others
/// than its two mailboxes goes nowhere.
final class Postfix implements AutoCloseable {
    private static final int OWNER = 60_001;
    private static final long LIMIT_SECONDS = 60;

    private final Path folder;
    private @Nullable Process process;

    /// Makes it in a folder, which others may enter from then on; it does not run yet.
    Postfix(Path parent) throws IOException {
        this.folder = Files.createDirectory(parent.resolve("postfix"));
        for (Path one : List.of(parent, folder)) {
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String name : List.of("etc", "queue", "data", "boxes")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.setOwner(
                folder.resolve("data"),
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Files.setAttribute(folder.resolve("boxes"), "unix:uid", OWNER);
        Files.writeString(folder.resolve("etc/main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                inet_interfaces = loopback-only
                myhostname = mail.test
                myorigin = mail.test
                mydestination =
                alias_maps =
                virtual_mailbox_domains = mail.test, example.org
                virtual_mailbox_base = %1$s/boxes
                virtual_mailbox_maps = texthash:%1$s/etc/boxes
                virtual_uid_maps = static:%2$d
                virtual_gid_maps = static:%2$d
                default_transport = error:this mail server knows nobody else
                maillog_file = /dev/stdout
                """.formatted(folder, OWNER));
        Files.writeString(folder.resolve("etc/boxes"), "root@mail.test root\npostmaster@example.org postmaster\n");
        Files.writeString(
                folder.resolve("etc/master.cf"),
                Files.readString(Path.of("/etc/postfix/master.cf.proto")).replaceFirst("(?m)^smtp +inet .*$", ""));
    }

    /// Its own `sendmail`, told which Postfix it belongs to.
    Path sendmail() throws Exception {
        return MailingNode.program(
                folder.resolve("sendmail"), "exec /usr/sbin/sendmail -C " + folder.resolve("etc") + " \"$@\"");
    }

    void start() throws Exception {
        process = new ProcessBuilder(
                        "setsid", "postfix", "-c", folder.resolve("etc").toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(log())
                .start();
        MailingNode.await("Postfix runs: " + Files.readString(log().toPath()), () -> postfix("status") == 0);
    }

    /// In order; what it has taken stays in its queue.
    void stop() throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        assertThat(postfix("stop")).isZero();
        assertThat(running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        process = null;
    }

    private File log() {
        return folder.resolve("log").toFile();
    }

    private int postfix(String verb) throws IOException, InterruptedException {
        return new ProcessBuilder("postfix", "-c", folder.resolve("etc").toString(), verb)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// How many messages wait until it runs.
    long waiting() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("queue/maildrop"))) {
            return files.count();
        }
    }

    /// What is in a mailbox; nothing where there is none yet.
    String mailbox(String name) throws IOException {
        Path file = folder.resolve("boxes").resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public void close() throws IOException {
        Process running = process;
        try {
            stop();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            if (running != null) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly();
            }
        }
    }
}

package orion.supervisor.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Mail by way of the local mail server: its program `sendmail`, which every one of them brings, gets a message.
public final class Sendmail {
    /// Where mail servers put it.
    static final Path USUAL = Path.of("/usr/sbin/sendmail");

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /// What a mail server may take for an option or a command of its own is no address here.
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,200}");

    private final Path program;
    private final BoundedRun run;
    private final List<String> addresses;
    private final String sender;

    /// @param program   the mail server's
    /// @param addresses to whom each message goes
    /// @param sender    what program it is from, for people
    /// @throws IOException where that cannot be; its message says why
    public Sendmail(Path program, List<String> addresses, String sender) throws IOException {
        for (String address : addresses) {
            if (!isAddress(address)) {
                throw new IOException("mail takes addresses with commas between, not '" + address + "'");
            }
        }
        if (!program.isAbsolute()) {
            throw new IOException("sendmail takes the full path of a program, not '" + program + "'");
        }
        this.program = program;
        this.run = new BoundedRun(program, LIMIT);
        this.addresses = List.copyOf(addresses);
        this.sender = sender;
    }

    /// The mail server's usual program.
    public static Path usual() {
        return USUAL;
    }

    /// Why it would send nothing at this moment, in a clause; empty where it would.
    public Optional<String> obstacle() {
        return Files.isExecutable(program) && !Files.isDirectory(program)
                ? Optional.empty()
                : Optional.of(program + " is no program on this host; install a mail server, such as postfix");
    }

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    List<String> addresses() {
        return addresses;
    }

    /// Hands over one message; nothing of its words can become a line of the header, or a line at all.
    ///
    /// @throws IOException where the mail server may not have taken it
    public void send(String subject, String sentence, String time) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("-oi", "--"));
        words.addAll(addresses);
        run.run(words, """
                To: %s
                Subject: %s
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s

                At %s, by %s.
                """.formatted(
                        String.join(", ", addresses),
                        oneLine(subject).replaceAll("[^ -~]", "?"),
                        oneLine(sentence),
                        oneLine(time),
                        sender));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", " ");
    }
}

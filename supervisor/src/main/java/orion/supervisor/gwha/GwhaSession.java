package orion.supervisor.gwha;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import orion.supervisor.configuration.Unreadable;

/// One connection: who is there logs in, then asks about agents, a line at a time.
///
/// Replies begin with three digits, as those of mail do: 2 done, 3 go on, 4 not now, 5 wrong or refused; a
/// `-` behind them says that more lines follow.
final class GwhaSession {
    private static final int MOST_FAILURES = 3;
    private static final int MOST_LINES_BEFORE_LOGIN = 20;
    private static final Duration FOR_LOGIN = Duration.ofSeconds(60);

    private final String remoteHost;
    private final Accounts accounts;
    private final FailedLogins failed;
    private final AgentDesk desk;
    private final Duration idle;
    private final Runnable known;
    private final Consumer<String> journal;
    private String user = "";
    private boolean in;
    private boolean over;
    private int failures;

    /// @param known called when somebody has logged in
    GwhaSession(
            String remoteHost,
            Accounts accounts,
            FailedLogins failed,
            AgentDesk desk,
            Duration idle,
            Runnable known,
            Consumer<String> journal) {
        this.remoteHost = remoteHost;
        this.accounts = accounts;
        this.failed = failed;
        this.desk = desk;
        this.idle = idle;
        this.known = known;
        this.journal = journal;
    }

    /// Talks until either side ends it.
    void run(InputStream input, OutputStream output) throws IOException, InterruptedException {
        LineReader lines = new LineReader(input, idle);
        long loginEnd = System.nanoTime() + FOR_LOGIN.toNanos();
        int count = 0;
        try {
            say(output, List.of("220 gwha is ready; log in with USER and PASS; HELP lists the commands"));
            while (!over) {
                String line = lines.next();
                if (!in && (++count > MOST_LINES_BEFORE_LOGIN || System.nanoTime() - loginEnd > 0)) {
                    say(output, List.of("421 nobody has logged in; good bye"));
                    return;
                }
                say(output, reply(line));
            }
        } catch (EOFException gone) {
            return;
        } catch (SocketTimeoutException silent) {
            say(output, List.of("421 nothing was said for " + idle.toSeconds() + " s; good bye"));
        } catch (ProtocolException tooLong) {
            say(output, List.of("500 " + tooLong.getMessage() + "; good bye"));
        }
    }

    /// A line of a reply must stay one, whatever is in it.
    private static void say(OutputStream output, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.replaceAll("[\\p{Cc}]", " ")).append("\r\n"));
        output.write(text.toString().getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private List<String> reply(String line) throws IOException, InterruptedException {
        String text = line.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        int blank = text.indexOf(' ');
        String word = blank < 0 ? text : text.substring(0, blank);
        // A password may begin and end with blanks: only the one behind the word is ours.
        String raw = line.stripLeading();
        String rest = blank < 0 ? "" : raw.substring(Math.min(raw.length(), word.length() + 1));
        Optional<GwhaCommand> command = GwhaCommand.of(word);
        if (command.isEmpty()) {
            return List.of("500 there is no such command; HELP lists them");
        }
        return switch (command.get()) {
            case HELP -> help();
            case USER -> user(rest.strip());
            case PASS -> logIn(rest);
            case QUIT -> {
                over = true;
                yield List.of("221 good bye");
            }
            case LIST, STATUS, START, STOP, RESTART -> {
                if (!in) {
                    yield List.of("530 log in first, with USER and PASS");
                }
                yield agents(command.get(), rest.strip());
            }
        };
    }

    private static List<String> help() {
        List<String> lines = new ArrayList<>();
        for (GwhaCommand command : GwhaCommand.values()) {
            lines.add("214-" + command.help());
        }
        lines.add("214 locations are written as LIST shows them, without brackets");
        return lines;
    }

    private List<String> user(String name) {
        if (name.isEmpty()) {
            return List.of("501 USER needs a name");
        }
        in = false;
        user = name;
        return List.of("331 now the password, with PASS");
    }

    private List<String> logIn(String password) throws InterruptedException {
        if (user.isEmpty()) {
            return List.of("503 USER comes first");
        }
        long wait;
        try {
            wait = failed.charge(remoteHost, user);
        } catch (IOException unwritten) {
            // Whoever guesses could do so without end.
            return refused("log-ins cannot be counted on this host, so none is looked at: " + Unreadable.why(unwritten)
                    + "; is the disk of run = full?");
        }
        if (wait > 0) {
            over = true;
            journal.accept("a log-in from " + remoteHost + " is not looked at, after too many that failed");
            return List.of("421 too many log-ins have failed; come back in " + (wait / 1000 + 1) + " s");
        }
        Optional<String> refusal = accounts.refusal(user, password, remoteHost);
        if (refusal.isEmpty()) {
            in = true;
            known.run();
            giveBack();
            journal.accept(user + " has logged in from " + remoteHost);
            return List.of("230 " + user + " is logged in");
        }
        failures++;
        over = failures >= MOST_FAILURES;
        // Whose name is not known may have typed a password as the name.
        journal.accept("a log-in from " + remoteHost + " failed: " + refusal.get());
        return List.of((over ? "421 " : "535 ") + refusal.get());
    }

    private List<String> refused(String why) {
        over = true;
        journal.accept("a log-in from " + remoteHost + " failed: " + why);
        return List.of("421 " + why);
    }

    private void giveBack() throws InterruptedException {
        try {
            failed.succeeded(remoteHost, user);
        } catch (IOException unwritten) {
            journal.accept("that " + remoteHost + " has logged in is not noted: " + Unreadable.why(unwritten));
        }
    }

    private List<String> agents(GwhaCommand command, String location) throws InterruptedException {
        List<String> reply = desk.reply(command, location);
        if (command == GwhaCommand.START || command == GwhaCommand.STOP || command == GwhaCommand.RESTART) {
            journal.accept(user + " from " + remoteHost + ": " + command + " " + location + ": " + reply.getLast());
        }
        return reply;
    }
}

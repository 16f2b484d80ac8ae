package orion.supervisor.monitor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Tells by way of a program of this host: one of the administrator, which gets the agent, its status and a sentence
/// as its arguments, or the mail server's `sendmail`, which gets a message.
///
/// @param program its full path
/// @param mailTo  the addresses, where it is a mail server's
/// @param limit   after this it is killed
record ProgramTeller(Path program, Optional<List<String>> mailTo, Duration limit) implements Teller {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static ProgramTeller of(Path program) {
        return new ProgramTeller(program, Optional.empty(), LIMIT);
    }

    static ProgramTeller mail(Path sendmail, List<String> addresses) {
        return new ProgramTeller(sendmail, Optional.of(addresses), LIMIT);
    }

    @Override
    public String name() {
        return mailTo.isPresent() ? "mail to " + String.join(", ", mailTo.get()) : program.toString();
    }

    @Override
    public void tell(HistoryEntry news) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if (mailTo.isPresent()) {
            command.addAll(List.of("-oi", "--"));
            command.addAll(mailTo.get());
        } else {
            command.addAll(List.of(news.agent(), news.condition(), news.sentence()));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (mailTo.isEmpty()) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
        Process process = builder.start();
        try {
            if (mailTo.isPresent()) {
                // Shorter than what a pipe holds, so nobody waits here for a program that does not read.
                process.getOutputStream().write(message(news, mailTo.get()).getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().close();
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " did not end within " + limit.toSeconds() + " s and was killed");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " ended with " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String message(HistoryEntry news, List<String> addresses) {
        String about = news.agent() + " is " + news.condition();
        return """
                To: %s
                Subject: %s
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s: %s

                At %s, by gwmon.
                """.formatted(
                String.join(", ", addresses), about, about, news.sentence().replaceAll("\\p{Cc}", " "), news.time());
    }
}

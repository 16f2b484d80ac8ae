package orion.supervisor.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Tells by way of a program of the administrator, which gets the agent, its status and a sentence as its arguments.
///
/// @param program its full path
/// @param limit   after this it is killed
record ProgramTeller(Path program, Duration limit) implements Teller {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static ProgramTeller of(Path program) {
        return new ProgramTeller(program, LIMIT);
    }

    @Override
    public String name() {
        return program.toString();
    }

    @Override
    public void tell(HistoryEntry news) throws IOException, InterruptedException {
        new BoundedRun(program, limit).run(List.of(news.agent(), news.condition(), news.sentence()), "");
    }
}

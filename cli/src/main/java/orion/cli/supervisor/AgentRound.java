package orion.cli.supervisor;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orion.cli.Screen;
import orion.cli.Screen.Tone;
import orion.node.trouble.Sentence;
import orion.supervisor.agent.Age;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.agent.AgentState;
import orion.supervisor.agent.AgentStatus;
import orion.supervisor.configuration.AgentDefinition;

/// One walk through agents, in their order; what fails with one keeps nobody from the next.
///
/// @param agents in the order in which they start
/// @param all    whether nobody has named one of them: then there is the pause of each agent behind it, and
///               what is held stays held
record AgentRound(AgentControl control, Screen screen, List<AgentDefinition> agents, boolean all) {
    private static final int NAME_WIDTH = 32;
    private static final JsonType<List<AgentReport>> REPORTS =
            Jsonb.builder().build().type(AgentReport.class).list();

    int start() throws InterruptedException {
        int exit = ScriptExit.DONE;
        for (AgentDefinition agent : agents) {
            String line = "Starting " + name(agent);
            try {
                AgentStatus status = control.status(agent);
                if (all && status.state() == AgentState.HELD) {
                    // Only who names it ends that.
                    screen.line(line + "left alone, it is held: " + Screen.plain(status.detail()));
                    continue;
                }
                boolean started = control.start(agent, all ? Asker.ROUND : Asker.PERSON);
                screen.line(line + (started ? screen.paint(Tone.GOOD, "done") : "was running"));
                pauseAfter(agent, started);
            } catch (AgentFailure failure) {
                exit = failed(line, failure, exit);
            }
        }
        return exit;
    }

    int stop(String hold) throws InterruptedException {
        int exit = ScriptExit.DONE;
        for (AgentDefinition agent : agents.reversed()) {
            String line = "Stopping " + name(agent);
            try {
                AgentControl.Stop stop = control.stop(agent, hold);
                screen.line(line
                        + switch (stop) {
                            case ENDED -> screen.paint(Tone.GOOD, "done");
                            case KILLED ->
                                screen.paint(Tone.BUSY, "killed")
                                        + ", it had not stopped within "
                                        + agent.stopLimit().toSeconds() + " s";
                            case WAS_STOPPED -> "was not running" + (hold.isEmpty() ? "" : ", and is held from now on");
                        });
                pauseAfter(agent, stop != AgentControl.Stop.WAS_STOPPED);
            } catch (AgentFailure failure) {
                exit = failed(line, failure, exit);
            }
        }
        return exit;
    }

    private int failed(String line, AgentFailure failure, int exit) {
        screen.line(line + screen.paint(Tone.BAD, "failed"));
        screen.errorLine("orion: " + Sentence.ended(String.valueOf(failure.getMessage())));
        return exit == ScriptExit.DONE ? ScriptExit.of(failure) : exit;
    }

    private void pauseAfter(AgentDefinition agent, boolean changed) throws InterruptedException {
        if (all && changed && agents.size() > 1) {
            Thread.sleep(agent.delay());
        }
    }

    int status(boolean json) {
        int exit = ScriptExit.DONE;
        List<AgentReport> reports = new ArrayList<>();
        for (AgentDefinition agent : agents) {
            try {
                AgentStatus status = control.status(agent);
                reports.add(AgentReport.of(agent, status));
                if (!json) {
                    screen.line(line(agent, status));
                }
                exit = worse(exit, status.state());
            } catch (AgentFailure failure) {
                screen.errorLine("orion: " + Sentence.ended(String.valueOf(failure.getMessage())));
                exit = ScriptExit.UNKNOWN;
            }
        }
        if (json) {
            screen.line(REPORTS.toJson(reports));
        }
        return exit;
    }

    private static int worse(int exit, AgentState state) {
        return switch (state) {
            case RUNNING -> exit;
            case DEAD -> exit == ScriptExit.UNKNOWN ? exit : ScriptExit.DEAD;
            case STOPPED, HELD -> exit == ScriptExit.DONE ? ScriptExit.NOT_RUNNING : exit;
        };
    }

    private String line(AgentDefinition agent, AgentStatus status) {
        Tone tone = switch (status.state()) {
            case RUNNING -> Tone.GOOD;
            case DEAD -> Tone.BAD;
            case STOPPED, HELD -> Tone.BUSY;
        };
        StringBuilder text = new StringBuilder(name(agent))
                .append(screen.paint(tone, status.state().word()));
        status.pid().ifPresent(pid -> text.append(", process ").append(pid));
        if (status.sinceMillis() > 0) {
            String age = Age.words(Duration.ofMillis(System.currentTimeMillis() - status.sinceMillis()));
            // When it died nobody noted.
            text.append(status.state() == AgentState.DEAD ? ", started " + age + " ago" : ", for " + age);
        }
        if (!status.detail().isEmpty()) {
            text.append(": ").append(Screen.plain(status.detail()));
        }
        return text.toString();
    }

    /// What is known of each agent from its definition.
    int print() {
        for (AgentDefinition agent : agents) {
            screen.line(name(agent) + agent.kind().word() + ": " + agent.server() + " "
                    + String.join(" ", agent.arguments()));
        }
        return ScriptExit.DONE;
    }

    private static String name(AgentDefinition agent) {
        String name = "[" + agent.location() + "]";
        return name + " ".repeat(Math.max(1, NAME_WIDTH - name.length()));
    }
}

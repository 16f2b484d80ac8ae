package orion.supervisor.gwha;

import java.util.ArrayList;
import java.util.List;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.agent.AgentStatus;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;

/// Carries out the commands about agents, and words the replies.
final class AgentDesk {
    private final GwhaConfiguration configuration;
    private final AgentControl control;

    AgentDesk(GwhaConfiguration configuration, AgentControl control) {
        this.configuration = configuration;
        this.control = control;
    }

    /// The reply to a command about all agents, or about one.
    ///
    /// @param words a location, with RESTART perhaps a run of it; empty for all, which only STATUS and LIST allow
    List<String> reply(GwhaCommand command, String words) throws InterruptedException {
        int blank = command == GwhaCommand.RESTART ? words.indexOf(' ') : -1;
        String location = blank < 0 ? words : words.substring(0, blank);
        String run = blank < 0 ? "" : words.substring(blank).strip();
        try {
            if (location.isEmpty()) {
                return command == GwhaCommand.STATUS || command == GwhaCommand.LIST
                        ? all(command)
                        : List.of("501 " + command + " needs a location; LIST shows them");
            }
            return List.of(one(command, configuration.agent(location), run));
        } catch (ConfigurationFault unknown) {
            return List.of("550 " + unknown.getMessage());
        } catch (AgentFailure failure) {
            return List.of(switch (failure.reason()) {
                        case REFUSED -> "553 ";
                        case PLANNED -> "451 ";
                        case FAILED, NOT_PERMITTED, NOT_INSTALLED, NOT_CONFIGURED -> "450 ";
                    }
                    + failure.getMessage());
        }
    }

    private List<String> all(GwhaCommand command) throws AgentFailure {
        List<String> lines = new ArrayList<>();
        for (AgentDefinition agent : configuration.agents()) {
            lines.add("250-" + (command == GwhaCommand.LIST ? described(agent) : statusOf(agent)));
        }
        lines.add("250 " + lines.size() + (lines.size() == 1 ? " agent" : " agents"));
        return lines;
    }

    private static String described(AgentDefinition agent) {
        return agent.location() + " " + agent.kind().word() + " " + agent.server();
    }

    private String statusOf(AgentDefinition agent) throws AgentFailure {
        AgentStatus status = control.status(agent);
        return "%s %s %d %s %s"
                .formatted(
                        agent.location(), status.state().word(), status.pid().orElse(0), status.run(), status.detail())
                .strip();
    }

    private String one(GwhaCommand command, AgentDefinition agent, String run)
            throws AgentFailure, InterruptedException {
        return switch (command) {
            case START ->
                "250 " + agent.location() + (control.start(agent, Asker.PROGRAM) ? " started" : " was running");
            case STOP ->
                "250 " + agent.location()
                        + switch (control.stop(agent, "")) {
                            case ENDED -> " stopped";
                            case KILLED -> " killed";
                            case WAS_STOPPED -> " was not running";
                        };
            case RESTART ->
                "250 " + agent.location()
                        + (control.restart(agent, run) ? " restarted" : " has just been started by another program");
            case LIST -> "250 " + described(agent);
            case STATUS -> "250 " + statusOf(agent);
            case HELP, USER, PASS, QUIT -> "500 not about agents";
        };
    }
}

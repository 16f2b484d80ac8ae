package orion.supervisor.monitor;

import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.agent.AgentStatus;
import orion.supervisor.configuration.AgentDefinition;

/// Looks whether the process of an agent of this host lives, where there is nothing else to look at.
record ProcessProbe(AgentControl control, AgentDefinition agent) implements Probe {
    @Override
    public String target() {
        return "process of " + agent.location();
    }

    @Override
    public Verdict look() {
        try {
            AgentStatus status = control.status(agent);
            return status.running()
                    ? Verdict.useful("process " + status.pid().orElse(0) + " lives")
                    : Verdict.absent("no process of it lives");
        } catch (AgentFailure unknown) {
            return Verdict.unclear(String.valueOf(unknown.getMessage()));
        }
    }
}

package orion.cli.supervisor;

import orion.cli.CommandFailure;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.configuration.ConfigurationFault;

/// The exit codes of init scripts, as the Linux Standard Base has them.
final class ScriptExit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;
    static final int NOT_PERMITTED = 4;
    static final int NOT_INSTALLED = 5;
    static final int NOT_CONFIGURED = 6;

    /// Of `status`: it should run and does not.
    static final int DEAD = 1;
    /// Of `status`: it does not run.
    static final int NOT_RUNNING = 3;
    /// Of `status`: nobody can tell.
    static final int UNKNOWN = 4;

    private ScriptExit() {}

    static int of(AgentFailure failure) {
        return switch (failure.reason()) {
            case FAILED, REFUSED, PLANNED -> FAILED;
            case NOT_PERMITTED -> NOT_PERMITTED;
            case NOT_INSTALLED -> NOT_INSTALLED;
            case NOT_CONFIGURED -> NOT_CONFIGURED;
        };
    }

    static CommandFailure failure(int exitCode, Exception fault) {
        return new CommandFailure(exitCode, String.valueOf(fault.getMessage()));
    }

    static CommandFailure notConfigured(ConfigurationFault fault) {
        return failure(NOT_CONFIGURED, fault);
    }
}

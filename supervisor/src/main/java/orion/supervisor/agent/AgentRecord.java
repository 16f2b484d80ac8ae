package orion.supervisor.agent;

import java.util.Optional;
import java.util.Properties;

/// What is kept of an agent between two commands.
///
/// @param wanted      whether it should run
/// @param main        its main process; nothing for a daemon that goes into the background by itself
/// @param sinceMillis when that was decided, by the clock of the wall
/// @param hold        why nobody should start it by himself; empty where that is allowed
/// @param attempts    how often programs have tried to start it in a row, none of them for long
/// @param triedMillis when that was tried last, by the clock that goes on from boot to boot, whatever time it is
record AgentRecord(
        boolean wanted, Optional<ProcessIdentity> main, long sinceMillis, String hold, int attempts, long triedMillis) {
    /// Nobody has ever started it.
    static final AgentRecord NONE = unwanted(0, "");

    /// Of an agent that nobody wants to run.
    static AgentRecord unwanted(long sinceMillis, String hold) {
        return new AgentRecord(false, Optional.empty(), sinceMillis, hold, 0, 0);
    }

    /// The same after one more attempt, or as if there had been none.
    AgentRecord withAttempts(int count, long nowMillis) {
        return new AgentRecord(wanted, main, sinceMillis, hold, count, nowMillis);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("boot", ProcessIdentity.boot());
        properties.setProperty("wanted", Boolean.toString(wanted));
        main.ifPresent(process -> {
            properties.setProperty("pid", Long.toString(process.pid()));
            properties.setProperty("start", Long.toString(process.startTicks()));
        });
        properties.setProperty("since", Long.toString(sinceMillis));
        properties.setProperty("hold", hold);
        properties.setProperty("attempts", Integer.toString(attempts));
        properties.setProperty("tried", Long.toString(triedMillis));
        return properties;
    }

    /// What was kept; of another run of the kernel only whether it is held, for a boot starts nothing by
    /// itself.
    static AgentRecord of(Properties properties) {
        String hold = properties.getProperty("hold", "");
        if (!properties.getProperty("boot", "").equals(ProcessIdentity.boot())) {
            return unwanted(0, hold);
        }
        try {
            Optional<ProcessIdentity> main = properties.containsKey("pid")
                    ? Optional.of(new ProcessIdentity(
                            Long.parseLong(properties.getProperty("pid")),
                            Long.parseLong(properties.getProperty("start", "0"))))
                    : Optional.empty();
            return new AgentRecord(
                    Boolean.parseBoolean(properties.getProperty("wanted")),
                    main,
                    Long.parseLong(properties.getProperty("since", "0")),
                    hold,
                    Integer.parseInt(properties.getProperty("attempts", "0")),
                    Long.parseLong(properties.getProperty("tried", "0")));
        } catch (NumberFormatException spoilt) {
            return unwanted(0, hold);
        }
    }
}

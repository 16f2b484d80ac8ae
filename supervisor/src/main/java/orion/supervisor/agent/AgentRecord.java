package orion.supervisor.agent;

import java.util.Optional;
import java.util.Properties;

/// What is kept of an agent between two commands.
///
/// @param wanted      whether it should run
/// @param main        its main process; nothing for a daemon that goes into the background by itself
/// @param sinceMillis when that was decided, by the clock of the wall
/// @param hold        why nobody should start it by himself; empty where that is allowed
/// @param attempts    how often programs have started it in a row, none of them for long
record AgentRecord(boolean wanted, Optional<ProcessIdentity> main, long sinceMillis, String hold, int attempts) {
    /// Nobody has ever started it.
    static final AgentRecord NONE = new AgentRecord(false, Optional.empty(), 0, "", 0);

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
        return properties;
    }

    /// What was kept; of another run of the kernel only whether it is held, for a boot starts nothing by
    /// itself.
    static AgentRecord of(Properties properties) {
        String hold = properties.getProperty("hold", "");
        if (!properties.getProperty("boot", "").equals(ProcessIdentity.boot())) {
            return new AgentRecord(false, Optional.empty(), 0, hold, 0);
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
                    Integer.parseInt(properties.getProperty("attempts", "0")));
        } catch (NumberFormatException spoilt) {
            return new AgentRecord(false, Optional.empty(), 0, hold, 0);
        }
    }
}

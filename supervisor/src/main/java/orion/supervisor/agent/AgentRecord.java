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
/// @param runs        counts each start twice: when it begins, and when the agent is useful
record AgentRecord(
        boolean wanted,
        Optional<ProcessIdentity> main,
        long sinceMillis,
        String hold,
        int attempts,
        long triedMillis,
        long runs) {
    private static final int SHORT_BOOT = 8;

    /// Nobody has ever started it.
    static final AgentRecord NONE = new AgentRecord(false, Optional.empty(), 0, "", 0, 0, 0);

    /// The same agent when nobody wants it to run any more.
    AgentRecord unwanted(long newSinceMillis, String newHold) {
        return new AgentRecord(false, Optional.empty(), newSinceMillis, newHold, 0, 0, runs);
    }

    /// The same agent, of which nothing holds that was seen before.
    AgentRecord withRun() {
        return new AgentRecord(wanted, main, sinceMillis, hold, attempts, triedMillis, runs + 1);
    }

    /// Names the newest run, so that it is told from every other one; the number of a process may come again.
    String run() {
        String boot = ProcessIdentity.boot();
        return boot.substring(0, Math.min(SHORT_BOOT, boot.length())) + "." + runs;
    }

    /// The same after one more attempt, or as if there had been none.
    AgentRecord withAttempts(int count, long nowMillis) {
        return new AgentRecord(wanted, main, sinceMillis, hold, count, nowMillis, runs);
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
        properties.setProperty("runs", Long.toString(runs));
        return properties;
    }

    /// What was kept; of another run of the kernel only whether it is held, for a boot starts nothing by
    /// itself.
    static AgentRecord of(Properties properties) {
        String hold = properties.getProperty("hold", "");
        if (!properties.getProperty("boot", "").equals(ProcessIdentity.boot())) {
            return NONE.unwanted(0, hold);
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
                    Long.parseLong(properties.getProperty("tried", "0")),
                    Long.parseLong(properties.getProperty("runs", "0")));
        } catch (NumberFormatException spoilt) {
            return NONE.unwanted(0, hold);
        }
    }
}

package orion.supervisor.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.agent.HostAccounts;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.gwha.GwhaTls;

/// Looks for what keeps the gwha of this host from its work, before somebody needs it.
public final class GwhaFaults {
    private static final String ROOT = "0";

    private final GwhaConfiguration configuration;

    public GwhaFaults(GwhaConfiguration configuration) {
        this.configuration = configuration;
    }

    /// None where gwha is not set up on this host.
    public List<HostFinding> findings() throws InterruptedException {
        List<HostFinding> findings = new ArrayList<>();
        if (configuration.isForGwha()) {
            try {
                GwhaTls.context(configuration);
            } catch (ConfigurationFault unusable) {
                findings.add(new HostFinding(
                        "key", configuration.file().toString(), List.of(), String.valueOf(unusable.getMessage())));
            }
            for (String fault : accounts()) {
                findings.add(new HostFinding("account", configuration.file().toString(), List.of(), fault));
            }
        }
        return findings;
    }

    /// Of the accounts that may log in those that cannot.
    public List<String> accounts() throws InterruptedException {
        List<String> faults = new ArrayList<>();
        for (String user : configuration.settings().users()) {
            try {
                Optional<String> number = HostAccounts.USUAL.number(user);
                if (number.isEmpty()) {
                    faults.add(
                            "there is no account '%s' on this host, which users = in [gwha] of %s names; make it with: %s"
                                    .formatted(user, configuration.file(), make(user)));
                } else if (number.get().equals(ROOT)) {
                    faults.add(("'%s', which users = in [gwha] of %s names, is root, whom gwha never lets in;"
                                    + " name an account of few rights, made with: %s")
                            .formatted(user, configuration.file(), make("gwha")));
                }
            } catch (AgentFailure silent) {
                faults.add(String.valueOf(silent.getMessage()));
            }
        }
        return faults;
    }

    private static String make(String user) {
        return "useradd --system --no-create-home --shell /usr/sbin/nologin " + user;
    }
}

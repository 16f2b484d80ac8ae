package orion.supervisor.monitor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.AgentResource;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.IniSection;
import orion.supervisor.configuration.Location;

/// What is polled, and how: a section of `monitor.conf` each, completed by what `gwha.conf` of this host says
/// of an agent of that name.
///
/// @param local     this host's own agents
/// @param usualPoll for agents that have no interval of their own
record MonitoredAgents(Optional<GwhaConfiguration> local, Duration usualPoll) {
    static final String HERE = "127.0.0.1";

    private static final Set<String> KEYS = Set.of("host", "probe", "poll", "after");

    /// One for each section, or all agents of this host where there is no section.
    List<WatchedAgent> of(List<IniSection> sections) throws ConfigurationFault {
        List<WatchedAgent> agents = new ArrayList<>();
        for (IniSection section : sections) {
            agents.add(agent(section));
        }
        if (agents.isEmpty() && local.isPresent()) {
            for (AgentDefinition agent : local.get().agents()) {
                agents.add(new WatchedAgent(
                        agent.location().name(),
                        host(agent),
                        usualPoll,
                        localProbe(agent),
                        agent.after().stream().map(Location::name).toList(),
                        agent.resource().map(AgentResource::name)));
            }
        }
        return List.copyOf(agents);
    }

    private WatchedAgent agent(IniSection section) throws ConfigurationFault {
        section.requireKnownKeys(KEYS);
        if (Location.of(section.name()).isEmpty()) {
            throw section.fault("", "[" + section.name() + "] cannot be the location of an agent");
        }
        Optional<AgentDefinition> known = local.flatMap(file -> file.agents().stream()
                .filter(agent -> agent.location().name().equals(section.name()))
                .findFirst());
        Optional<AgentDefinition> clustered =
                known.filter(agent -> agent.resource().isPresent());
        Optional<String> host = section.text("host");
        if (host.isEmpty() && clustered.isPresent()) {
            host = Optional.of(host(clustered.get()));
        }
        int seconds = section.seconds("poll", (int) usualPoll.toSeconds(), 1);
        return new WatchedAgent(
                section.name(),
                host.orElse(HERE),
                Duration.ofSeconds(seconds),
                probe(section),
                section.words("after"),
                clustered.flatMap(AgentDefinition::resource).map(AgentResource::name));
    }

    private Probe probe(IniSection section) throws ConfigurationFault {
        Optional<String> text = section.text("probe");
        if (text.isPresent()) {
            return Probes.of(text.get())
                    .orElseThrow(() ->
                            section.fault("probe", "probe takes " + Probes.known() + ", not '" + text.get() + "'"));
        }
        if (local.isPresent() && section.text("host").isEmpty()) {
            return localProbe(local.get().agent(section.name()));
        }
        throw section.fault("probe", "[" + section.name() + "] has no probe; it takes " + Probes.known());
    }

    /// Where its gwha is asked: at the resource's own address, so that the node is reached which holds it.
    private String host(AgentDefinition agent) throws ConfigurationFault {
        if (agent.resource().isEmpty()) {
            return HERE;
        }
        return agent.resource()
                .get()
                .address()
                .map(InetAddress::getHostAddress)
                .orElseThrow(() -> missing(agent, "address", "address = and the resource's own address"));
    }

    /// Its first port, where it has one: a process that lives may hang.
    private Probe localProbe(AgentDefinition agent) throws ConfigurationFault {
        String address = agent.address() instanceof Inet6Address six
                ? "[" + six.getHostAddress() + "]"
                : agent.address().getHostAddress();
        Optional<Probe> port =
                agent.ports().stream().findFirst().flatMap(one -> Probes.of("tcp://" + address + ":" + one));
        if (port.isPresent()) {
            return port.get();
        }
        if (agent.resource().isPresent()) {
            throw missing(agent, "ports", "ports =, or a probe = in monitor.conf");
        }
        return new ProcessProbe(
                new AgentControl(local.orElseThrow().settings(), ClusterAuthority.NOT_CLUSTERED), agent);
    }

    private ConfigurationFault missing(AgentDefinition agent, String key, String cure) {
        return new ConfigurationFault("[%s] in %s belongs to the resource %s and has no %s, without which it cannot be"
                        .formatted(
                                agent.location(),
                                local.orElseThrow().file(),
                                agent.resource().orElseThrow().name(),
                                key)
                + " monitored on whichever node it is; add " + cure);
    }
}

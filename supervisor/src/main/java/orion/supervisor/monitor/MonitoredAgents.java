package orion.supervisor.monitor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.AgentKind;
import orion.supervisor.configuration.AgentResource;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.IniSection;
import orion.supervisor.configuration.Location;
import orion.supervisor.configuration.StartOrder;

/// What is polled, and how: the agents that `gwha.conf` of this host names, each completed by a section of
/// `monitor.conf` where there is one of its name, and what has a section of `monitor.conf` alone.
///
/// @param local     this host's own agents
/// @param all       whether those are monitored that have no section of `monitor.conf`
/// @param usualPoll for agents that have no interval of their own
/// @param kept      connections that stay open between two polls
record MonitoredAgents(Optional<GwhaConfiguration> local, boolean all, Duration usualPoll, KeptConnections kept) {
    static final String HERE = "127.0.0.1";

    private static final Set<String> KEYS =
            Set.of("monitor", "host", "probe", "poll", "after", "response", "expect", "value", "limits", "ca", "ready");

    private static final Duration USUAL_READY = Duration.ofSeconds(30);
    private static final Duration USUAL_STOP = Duration.ofSeconds(10);

    private static final Duration MESSENGER_POLL = Duration.ofSeconds(15);

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");

    /// Those of this host in their order, then the others; without those that a section says not to monitor.
    List<WatchedAgent> of(List<IniSection> sections) throws ConfigurationFault {
        Map<String, IniSection> left = new LinkedHashMap<>();
        sections.forEach(section -> left.put(section.name(), section));
        List<WatchedAgent> agents = new ArrayList<>();
        for (AgentDefinition agent : local.map(GwhaConfiguration::agents).orElse(List.of())) {
            IniSection section = left.remove(agent.location().name());
            if (section != null) {
                add(agents, section, Optional.of(agent));
            } else if (all) {
                agents.add(local(agent));
            }
        }
        for (IniSection section : left.values()) {
            add(agents, section, Optional.empty());
        }
        checkOrder(agents, sections);
        return List.copyOf(agents);
    }

    /// Who waits for a name that nobody has, or for himself, would wait for ever. One that is left out may be named.
    private void checkOrder(List<WatchedAgent> agents, List<IniSection> sections) throws ConfigurationFault {
        SequencedMap<String, List<String>> after = new LinkedHashMap<>();
        local.ifPresent(file ->
                file.agents().forEach(agent -> after.put(agent.location().name(), after(agent))));
        Map<String, IniSection> named = new LinkedHashMap<>();
        for (IniSection section : sections) {
            named.put(section.name(), section);
            after.putIfAbsent(section.name(), List.of());
        }
        agents.forEach(agent -> after.put(agent.name(), agent.after()));
        new StartOrder(after, named, "this file or gwha.conf").sorted();
    }

    private WatchedAgent local(AgentDefinition agent) throws ConfigurationFault {
        return new WatchedAgent(
                agent.location().name(),
                host(agent),
                usualPoll(agent.kind()),
                localProbe(agent),
                after(agent),
                agent.resource().map(AgentResource::name),
                Thresholds.NONE,
                WatchedAgent.patience(agent.stopLimit().plus(agent.ready())));
    }

    private static List<String> after(AgentDefinition agent) {
        return agent.after().stream().map(Location::name).toList();
    }

    /// The original polls its Messenger more often than anything else.
    private Duration usualPoll(AgentKind kind) {
        boolean messenger = kind == AgentKind.NMMA || kind == AgentKind.NMAA;
        return messenger && usualPoll.compareTo(MESSENGER_POLL) > 0 ? MESSENGER_POLL : usualPoll;
    }

    /// What the section does not say is as `gwha.conf` has it.
    private void add(List<WatchedAgent> agents, IniSection section, Optional<AgentDefinition> known)
            throws ConfigurationFault {
        section.requireKnownKeys(KEYS);
        if (Location.of(section.name()).isEmpty()) {
            throw section.fault("", "[" + section.name() + "] cannot be the location of an agent");
        }
        if (!section.yes("monitor", true)) {
            return;
        }
        Optional<AgentDefinition> clustered =
                known.filter(agent -> agent.resource().isPresent());
        Optional<String> host = section.text("host");
        if (host.isEmpty() && clustered.isPresent()) {
            host = Optional.of(host(clustered.get()));
        }
        Duration usual =
                usualPoll(known.map(AgentDefinition::kind).orElseGet(() -> AgentKind.guess(section.name(), "")));
        Duration poll = Duration.ofSeconds(section.seconds("poll", (int) usual.toSeconds(), 1));
        Duration ready = known.map(AgentDefinition::ready).orElse(USUAL_READY);
        Duration stop = known.map(AgentDefinition::stopLimit).orElse(USUAL_STOP);
        agents.add(new WatchedAgent(
                section.name(),
                host.orElse(HERE),
                poll,
                probe(section, poll),
                section.text("after").isPresent()
                        ? section.words("after")
                        : known.map(MonitoredAgents::after).orElse(List.of()),
                clustered.flatMap(AgentDefinition::resource).map(AgentResource::name),
                new Thresholds(limits(section, "response"), limits(section, "limits")),
                WatchedAgent.patience(
                        stop.plus(Duration.ofSeconds(section.seconds("ready", (int) ready.toSeconds(), 0))))));
    }

    private Probe probe(IniSection section, Duration poll) throws ConfigurationFault {
        Optional<String> text = section.text("probe");
        if (text.isPresent() && Probes.logsIn(text.get())) {
            throw section.fault(
                    "probe",
                    "the monitor logs in nowhere; take the name before the @ out, and let this host read the page without");
        }
        if (text.isPresent()) {
            return Probes.of(text.get(), page(section, text.get()), trust(section, text.get()), kept.pollsEvery(poll))
                    .orElseThrow(() ->
                            section.fault("probe", "probe takes " + Probes.known() + ", not '" + text.get() + "'"));
        }
        page(section, "");
        trust(section, "");
        if (local.isPresent() && section.text("host").isEmpty()) {
            return localProbe(local.get().agent(section.name()));
        }
        throw section.fault("probe", "[" + section.name() + "] has no probe; it takes " + Probes.known());
    }

    private static StatusPage page(IniSection section, String probe) throws ConfigurationFault {
        boolean http = probe.startsWith("http://") || probe.startsWith("https://");
        for (String key : List.of("expect", "value")) {
            if (section.text(key).isPresent() && !http) {
                throw section.fault(key, key + " is looked for on a status page, so it needs probe = http://...");
            }
        }
        if (section.text("limits").isPresent() && section.text("value").isEmpty()) {
            throw section.fault("limits", "limits are those of value =, which is missing");
        }
        return new StatusPage(
                compiled(section, "expect", text -> Pattern.compile(text, Pattern.DOTALL)),
                compiled(section, "value", StatusPage.Place::of));
    }

    private static PeerTrust trust(IniSection section, String probe) throws ConfigurationFault {
        Optional<Path> file = section.path("ca");
        if (file.isEmpty()) {
            return new PeerTrust.Anybody();
        }
        if (!probe.startsWith("https://")) {
            throw section.fault("ca", "ca says who issues the certificate, so it needs probe = https://...");
        }
        return PeerTrust.issuedBy(MonitorFile.certificates(file.get(), "copy the issuer's there"));
    }

    private static <T> Optional<T> compiled(IniSection section, String key, Function<String, T> compiler)
            throws ConfigurationFault {
        Optional<String> text = section.text(key);
        try {
            return text.map(compiler);
        } catch (IllegalArgumentException wrong) {
            throw section.fault(
                    key,
                    "%s = %s cannot be used: %s"
                            .formatted(
                                    key,
                                    text.orElse(""),
                                    String.valueOf(wrong.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")));
        }
    }

    /// Two numbers.
    private static Optional<Limits> limits(IniSection section, String key) throws ConfigurationFault {
        List<String> words = section.words(key);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (words.size() != 2
                || !words.stream().allMatch(word -> NUMBER.matcher(word).matches())) {
            throw section.fault(
                    key,
                    key
                            + " takes two numbers, from which on it warns and from which on it is critical, such as 500, 2000,"
                            + " not '" + String.join(", ", words) + "'");
        }
        return Optional.of(new Limits(Double.parseDouble(words.getFirst()), Double.parseDouble(words.getLast())));
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
                + " monitored on whichever node it is; add " + cure
                + ", or leave it out with monitor = no in a section of its name in monitor.conf");
    }
}

package orion.node.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.Role;
import orion.core.lint.Finding;
import orion.core.lint.Lint;
import orion.core.lint.Severity;
import orion.core.lint.Situation;
import orion.core.model.Generation;
import orion.core.resource.ClusterState;
import orion.core.resource.EditRules;
import orion.core.resource.Request;
import orion.node.access.Caller;
import orion.node.api.CheckData;
import orion.node.api.CheckData.FindingData;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.definition.DefinitionException;
import orion.node.definition.Definitions;
import orion.node.definition.ResourceFile;
import orion.node.fencing.Fencer;
import orion.node.lint.HostLook;

/// Tells of settings that are valid and dangerous, on any node:
///
/// - `lint`: `cluster`, or `file`, the text of a file and its name; then names of resources, or nothing for all
///
/// What an edit makes dangerous that was not before is told with the edit; nothing is refused for it.
final class LintDesk {
    private final NodeSettings settings;
    private final HostLook host;
    private final Fencer fencer;
    private final StateStore store;
    private final PlannerThread planner;

    LintDesk(NodeSettings settings, HostLook host, Fencer fencer, StateStore store, PlannerThread planner) {
        this.settings = settings;
        this.host = host;
        this.fencer = fencer;
        this.store = store;
        this.planner = planner;
    }

    /// Of what is in force every viewer may be told. Whoever hands in definitions of his own can compare them
    /// with those, which may hold passwords, and has the host looked at for what he names.
    ///
    /// @param view what this node knows while it has a life; without one, what it knew last counts
    ControlReply answer(ControlRequest request, Caller caller, Optional<NodeView> view)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (!request.words().isEmpty()
                && request.words().getFirst().equals("file")
                && !caller.may(Role.ADMINISTRATOR)) {
            return ControlReply.denied(
                    caller.name() + " lacks the role administrator, which a look at a file needs; the"
                            + " cluster as it is can be looked at with 'orion check'");
        }
        return planner.answer(() -> looked(request, view));
    }

    private ControlReply looked(ControlRequest request, Optional<NodeView> view) {
        try {
            ClusterState known = view.isPresent()
                    ? view.get().state()
                    : store.read()
                            .orElseThrow(() -> new SetupException("node " + settings.name()
                                    + " has no copy of the cluster's configuration yet; ask on a member"));
            boolean member = view.filter(it -> it.standing() == Standing.MEMBER).isPresent();
            return answer(request.words(), known, member);
        } catch (DefinitionException wrong) {
            return ControlReply.wrong(SetupException.reason(wrong));
        } catch (SetupException unknown) {
            return ControlReply.unavailable(SetupException.reason(unknown));
        }
    }

    private ControlReply answer(List<String> words, ClusterState known, boolean member) throws DefinitionException {
        boolean ofFile = !words.isEmpty() && words.getFirst().equals("file");
        if (words.isEmpty() || (!ofFile && !words.getFirst().equals("cluster")) || (ofFile && words.size() < 3)) {
            throw new IllegalArgumentException("the request lacks what is to be looked at: cluster, or a file");
        }
        ClusterConfiguration configuration = known.configuration();
        if (ofFile) {
            Definitions file = ResourceFile.read(words.get(2), words.get(1));
            EditRules.Outcome outcome = outcome(configuration, file);
            if (!outcome.faults().isEmpty()) {
                return ControlReply.refused(outcome.faults().stream()
                        .map(fault -> EditDesk.located(fault, Optional.of(file)))
                        .distinct()
                        .collect(Collectors.joining("; ")));
            }
            configuration = outcome.state().configuration();
        }
        SortedSet<String> wanted = new TreeSet<>(words.subList(ofFile ? 3 : 1, words.size()));
        for (String name : wanted) {
            if (!configuration.resources().containsKey(name)) {
                return ControlReply.missing(
                        "there is no resource " + name + "; 'orion resources' lists those there are");
            }
        }
        Situation situation = situation(known, configuration);
        List<FindingData> findings = Lint.findings(situation).stream()
                .filter(finding -> wanted.isEmpty() || isAbout(finding, wanted))
                .map(LintDesk::data)
                .toList();
        return ControlReply.of(new CheckData(configuration.version(), findings, unseen(situation, known, member)));
    }

    /// What a file would make of the cluster, whatever runs at this moment.
    private EditRules.Outcome outcome(ClusterConfiguration configuration, Definitions file) {
        Request.Edit edit = new Request.Edit(
                EditDesk.changes(configuration, file, false),
                new Author("nobody", settings.name(), ""),
                0,
                OptionalLong.empty(),
                true);
        return new EditRules(ClusterState.initial(configuration), Generation.NONE, new TreeSet<>()).outcome(edit);
    }

    private Situation situation(ClusterState known, ClusterConfiguration configuration) {
        SortedMap<String, Integer> loads = new TreeMap<>();
        known.resources().forEach((name, state) -> {
            if (state.tally().loadMillis() > 0) {
                loads.put(name, state.tally().loadMillis());
            }
        });
        SortedSet<String> fenced = new TreeSet<>();
        configuration.nodes().values().stream()
                .map(NodeDefinition::name)
                .filter(fencer::canFence)
                .forEach(fenced::add);
        return new Situation(configuration, loads, Optional.of(host.facts(configuration, fenced)));
    }

    private static boolean isAbout(Finding finding, SortedSet<String> resources) {
        return resources.stream().anyMatch(name -> finding.object().equals(Change.resource(name)));
    }

    /// All that an edit would make worse than before.
    ///
    /// @throws NotSo where the planner is busy
    CheckData news(ClusterState before, EditRules.Outcome outcome)
            throws ExecutionException, InterruptedException, TimeoutException, NotSo {
        return planner.certain(() -> ControlReply.of(news(before, outcome, Severity.ADVICE)))
                .check()
                .orElseThrow();
    }

    /// The dangers among them: for those no loss of a node is rehearsed, so that nobody waits for an edit.
    CheckData dangers(ClusterState before, EditRules.Outcome outcome) {
        return news(before, outcome, Severity.DANGER);
    }

    private CheckData news(ClusterState before, EditRules.Outcome outcome, Severity least) {
        ClusterConfiguration after = outcome.state().configuration();
        List<Finding> old = Lint.findings(situation(before, before.configuration()), least);
        List<FindingData> added = Lint.findings(situation(before, after), least).stream()
                .filter(finding -> !old.contains(finding))
                .map(LintDesk::data)
                .toList();
        return new CheckData(after.version(), added, List.of());
    }

    private static FindingData data(Finding finding) {
        return new FindingData(
                finding.rule(),
                finding.severity().word(),
                finding.object(),
                finding.field(),
                finding.text(),
                finding.cure());
    }

    private List<String> unseen(Situation situation, ClusterState known, boolean member) {
        List<String> unseen = new ArrayList<>();
        if (!member) {
            unseen.add("node " + settings.name() + " is no member: this is the cluster after edit "
                    + known.configuration().version() + ", the last that it knows of");
        }
        List<String> others = situation.configuration().nodes().values().stream()
                .filter(node -> !node.id().equals(settings.node()))
                .map(NodeDefinition::name)
                .toList();
        if (!others.isEmpty() && situation.isDemonstration()) {
            unseen.add(
                    "all nodes are on one host, as in a demonstration: watchdogs, the disks of the white board and the"
                            + " quorum were not looked at");
        } else if (!others.isEmpty()) {
            unseen.add("watchdog, fencing devices, disks, network cards and what starts at boot are looked at on the"
                    + " host that is asked only; ask on "
                    + String.join(", ", others) + ", too");
        }
        return unseen;
    }
}

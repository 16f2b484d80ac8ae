package orion.supervisor.agent;

import java.util.Optional;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.ClusterAuthority.Word;

/// What the daemon of a node says of a resource at one moment, and what that means for the resource's agents there.
///
/// @param here        this node
/// @param idle        why this node may hold no resource at present; empty where it may
/// @param name        of the resource
/// @param state       as people read it
/// @param node        where it is; empty where it is nowhere
/// @param order       what was ordered meanwhile, as words behind the state; empty where nothing was
/// @param wanted      whether it should run
/// @param maintenance whether nothing is done about it by itself
/// @param question    what a person is asked about it
public record ResourceReport(
        String here,
        String idle,
        String name,
        String state,
        String node,
        String order,
        boolean wanted,
        boolean maintenance,
        String question) {

    /// Whether an agent of it may be started on this node now.
    public Word onStart(Asker asker) {
        if (!idle.isEmpty()) {
            return new Word.Forbidden("this node, %s, %s and may hold no resource at present; 'orion status' tells more"
                    .formatted(here, idle));
        }
        boolean loaded = isHere() && state.equals("Running");
        boolean loading = isHere() && state.equals("Loading");
        if (isHere() && state.equals("Unloading")) {
            return new Word.Planned("its resource " + name + " is being unloaded on this node");
        }
        if (asksAPerson()) {
            return asked();
        }
        if (!loaded && !loading) {
            return new Word.Forbidden(
                    "its resource %s is %s, not loaded on this node, %s; 'orion migrate %s %s' moves it here"
                            .formatted(name, where(), here, name, here));
        }
        return switch (asker) {
            // The cluster's own script, or somebody who knows what is planned.
            case PERSON, ROUND -> new Word.Permitted();
            case PROGRAM -> planned().<Word>map(Word.Planned::new).orElseGet(Word.Permitted::new);
        };
    }

    /// See [ClusterAuthority#whyDown].
    public Optional<Word> whyDown() {
        return asksAPerson() && !maintenance ? Optional.of(asked()) : planned().map(Word.Planned::new);
    }

    /// Why this node must not send it away; nothing where it may.
    public Optional<String> whyNotMoved() {
        // It went while the agent was tried here: nobody sends it away from where it does well.
        return isHere() ? Optional.empty() : Optional.of("it is " + where() + " by now, not on this node");
    }

    private boolean isHere() {
        return node.equals(here);
    }

    private String where() {
        return state + (node.isEmpty() ? "" : " on " + node);
    }

    /// A resource that waits for an answer is down until somebody gives it: that nobody may sleep through.
    private boolean asksAPerson() {
        return state.equals("Alert");
    }

    private Word asked() {
        return new Word.Forbidden("its resource " + name + " waits for a person's answer: " + question);
    }

    private Optional<String> planned() {
        String its = "its resource " + name;
        if (maintenance) {
            return Optional.of(its + " is in maintenance");
        }
        return switch (state) {
            case "Running" -> order.isEmpty() ? Optional.empty() : Optional.of(its + " is Running" + order);
            case "Loading", "Unloading" -> Optional.of(its + " is " + where());
            case "Offline", "Stopped" -> wanted ? Optional.empty() : Optional.of(its + " is " + state);
            // Unassigned, Comatose, Alert, Quorum Wait, or a word of another release: nothing that anybody planned.
            default -> Optional.empty();
        };
    }
}

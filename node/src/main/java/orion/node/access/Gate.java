package orion.node.access;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import orion.core.configuration.Role;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.security.Repetitions;

/// The one gate in front of the desk, whichever way a request came in. It looks at the verb, and so a caller
/// without the role is turned away before anything that it sent is looked at. What an edit needs besides is
/// seen only in what it leads to, see [RootWork].
public final class Gate implements Desk {
    private final Desk desk;
    private final Audit audit;
    /// By caller and verb: a refusal that is repeated is counted.
    private final Repetitions refusals;

    /// @param journal gets a sentence for each refusal, and for whatever takes more than to look
    public Gate(Desk desk, InstantSource clock, Consumer<String> journal) {
        this.desk = desk;
        this.audit = new Audit(clock, journal);
        this.refusals = new Repetitions(clock, journal);
    }

    @Override
    public ControlReply answer(ControlRequest request, Caller caller) {
        Optional<String> objection = objection(request.verb(), caller);
        if (objection.isPresent()) {
            note(request.verb(), caller, objection.get());
            return ControlReply.denied(objection.get());
        }
        return Rights.neededFor(request.verb()).equals(Optional.of(Role.VIEWER))
                ? desk.answer(request, caller)
                : noted(request, caller);
    }

    private ControlReply noted(ControlRequest request, Caller caller) {
        audit.asks(request, caller);
        String outcome = "failed";
        try {
            ControlReply reply = desk.answer(request, caller);
            outcome = Audit.outcome(reply);
            if (reply.isDenied()) {
                note(request.verb(), caller, reply.text());
            }
            return reply;
        } catch (IllegalArgumentException wrong) {
            outcome = "not done (wrong)";
            throw wrong;
        } finally {
            audit.ended(request, caller, outcome);
        }
    }

    /// Why this caller may not ask that, whatever the words are; empty where it may.
    public Optional<String> objection(String verb, Caller caller) {
        Optional<Role> needed = Rights.neededFor(verb);
        if (needed.isEmpty()) {
            return Optional.of("the daemon does not know the verb '" + Audit.printable(verb, 40) + "'");
        }
        return caller.may(needed.get())
                ? Optional.empty()
                : Optional.of(caller.name() + " lacks the role " + needed.get().word() + ", which '" + verb
                        + "' needs; an administrator can give it to a new token");
    }

    /// Notes a refusal, also one that was found with [#objection].
    public void note(String verb, Caller caller, String why) {
        String known = Rights.neededFor(verb).isPresent() ? verb : "";
        refusals.note(
                caller.name() + " " + known,
                "a request was refused: " + why + (caller.place().isEmpty() ? "" : " (asked " + caller.place() + ")"));
    }
}

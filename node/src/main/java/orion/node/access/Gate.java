package orion.node.access;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import orion.core.configuration.Role;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.security.UselessConnections;

/// The one gate in front of the desk, whichever way a request came in. It looks at the verb, and so a caller without
/// the role is turned away before anything that it sent is looked at. What an edit needs besides is seen only in what
/// it leads to, see [RootWork].
public final class Gate implements Desk {
    private final Desk desk;
    private final InstantSource clock;
    private final Consumer<String> journal;
    /// For each caller and verb, of which there are few: a refusal that is repeated is counted.
    private final Map<String, UselessConnections> refusals = new TreeMap<>();

    /// @param journal gets a sentence for each refusal
    public Gate(Desk desk, InstantSource clock, Consumer<String> journal) {
        this.desk = desk;
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    public ControlReply answer(ControlRequest request, Caller caller) {
        Optional<String> objection = objection(request.verb(), caller);
        ControlReply reply =
                objection.isPresent() ? ControlReply.denied(objection.get()) : desk.answer(request, caller);
        if (reply.isDenied()) {
            note(request.verb(), caller, reply.text());
        }
        return reply;
    }

    /// Why this caller may not ask that, whatever the words are; empty where it may.
    public Optional<String> objection(String verb, Caller caller) {
        Optional<Role> needed = Rights.neededFor(verb);
        if (needed.isEmpty()) {
            return Optional.of("the daemon does not know the verb '" + printable(verb) + "'");
        }
        return caller.may(needed.get())
                ? Optional.empty()
                : Optional.of(caller.name() + " lacks the role " + needed.get().word() + ", which '" + verb
                        + "' needs; an administrator can give it to a new token");
    }

    /// Notes a refusal, also one that was found with [#objection].
    public void note(String verb, Caller caller, String why) {
        UselessConnections told;
        synchronized (refusals) {
            String known = Rights.neededFor(verb).isPresent() ? verb : "";
            told = refusals.computeIfAbsent(caller.name() + " " + known, _ -> new UselessConnections(clock, journal));
        }
        told.note("a request was refused: " + why);
    }

    private static String printable(String verb) {
        return (verb.length() <= 40 ? verb : verb.substring(0, 40) + "...").replaceAll("\\p{Cc}", "?");
    }
}

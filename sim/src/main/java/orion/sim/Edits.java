package orion.sim;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import orion.core.configuration.Amounts;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Role;
import orion.core.model.NodeId;
import orion.core.resource.Request;

/// What people ask to have changed of the cluster objects. Their author is signed when they are asked for
/// ([SimCluster#ask]).
final class Edits {
    private static final Author SOMEBODY = new Author("person", "n0", "");

    private Edits() {}

    static Request.Edit put(ResourceDefinition definition) {
        return of(new Change.PutResource(definition));
    }

    static Request.Edit delete(String resource) {
        return of(new Change.DeleteResource(resource));
    }

    static Request.Edit add(NodeDefinition node) {
        return of(new Change.AddNode(node));
    }

    static Request.Edit remove(NodeId node) {
        return of(new Change.RemoveNode(node));
    }

    static Request.Edit capacity(NodeId node, Amounts amounts) {
        return of(new Change.SetCapacity(node, amounts));
    }

    /// Adds a token of this name with a secret of its own, as somebody who saw the cluster after that edit.
    ///
    /// @param secret tells it from all others
    static Request.Edit addToken(String name, long secret, Role role, long seen) {
        String proof = "%064x".formatted(secret);
        long expires = 1_800_000_000L;
        return basedOn(seen, of(new Change.PutToken(new ApiToken(name, proof, new TreeSet<>(List.of(role)), expires))));
    }

    static Request.Edit removeToken(String name) {
        return of(new Change.RemoveToken(name));
    }

    static Request.Edit of(Change... changes) {
        return new Request.Edit(Arrays.asList(changes), SOMEBODY, 0, OptionalLong.empty(), false);
    }

    /// The same, and what runs may be restarted for it.
    static Request.Edit restarting(Request.Edit edit) {
        return new Request.Edit(
                edit.changes(), edit.author(), edit.atSeconds(), edit.basedOn(), true, edit.confirmWithinMillis());
    }

    /// The same, as its author saw the cluster after that edit.
    static Request.Edit basedOn(long number, Request.Edit edit) {
        return new Request.Edit(
                edit.changes(), edit.author(), edit.atSeconds(), OptionalLong.of(number), edit.restart());
    }

    /// Keeps the edit of that number, which is on trial.
    static Request.Edit confirm(long number) {
        return of(new Change.Confirm(number));
    }

    /// Undoes it before its time is over.
    static Request.Edit undo(long number) {
        return of(new Change.Undo(number));
    }

    /// The same, asked for on a node, as the so manieth thing that people asked for: no two are alike.
    static Request signed(Request request, NodeId on, long ticket) {
        Author author = new Author("person", "n" + on.number(), "#" + ticket);
        return request instanceof Request.Edit edit
                ? new Request.Edit(
                        edit.changes(), author, ticket, edit.basedOn(), edit.restart(), edit.confirmWithinMillis())
                : request;
    }

    /// What is asked for, in a word.
    static String words(Request request) {
        return request instanceof Request.Edit edit && !edit.changes().isEmpty()
                ? edit.changes().getFirst().getClass().getSimpleName()
                        + (edit.changes().size() > 1 ? " and " + (edit.changes().size() - 1) + " more" : "")
                : request.getClass().getSimpleName();
    }
}

package orion.node.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Change;
import orion.core.configuration.Role;
import orion.core.resource.Request;
import orion.node.access.ApiSecret;
import orion.node.access.Caller;
import orion.node.api.AccessData;
import orion.node.api.AccessData.TokenData;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Tokens with which programs ask the cluster from elsewhere:
///
/// - `access-list`
/// - `access-add`: a name, roles with commas between, and the seconds until it expires
/// - `access-remove`: a name
///
/// A secret is made here, told once in the answer, and kept nowhere: the cluster gets what proves it.
final class AccessDesk {
    private static final long DAY_SECONDS = 86_400;
    private static final long MOST_DAYS = 3_650;

    private final ControlDesk desk;
    private final NodeSettings settings;

    AccessDesk(ControlDesk desk, NodeSettings settings) {
        this.desk = desk;
        this.settings = settings;
    }

    ControlReply answer(ControlRequest request, Caller caller)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<NodeView> view = desk.view().filter(it -> it.standing() == Standing.MEMBER);
        if (view.isEmpty()) {
            return ControlDesk.notMember(settings);
        }
        long now = System.currentTimeMillis() / 1_000;
        return switch (request.verb()) {
            case "access-list" -> {
                List<TokenData> tokens = view.get().state().configuration().tokens().values().stream()
                        .map(token -> data(token, now))
                        .toList();
                yield ControlReply.done("").with(new AccessData(tokens, ""));
            }
            case "access-remove" -> {
                String name = request.word(0, "token");
                if (!view.get().state().configuration().tokens().containsKey(name)) {
                    yield ControlReply.missing(
                            "there is no token " + name + "; 'orion access list' names those there are");
                }
                // Whatever was done since is no reason to keep it: who holds a leaked one could go on doing things.
                yield desk.ask(edit(new Change.RemoveToken(name), OptionalLong.empty(), request, caller, now));
            }
            default -> {
                String name = request.word(0, "token");
                SortedSet<Role> roles = roles(request.word(1, "roles"));
                Optional<String> objection = objection(caller, roles);
                if (objection.isPresent()) {
                    yield ControlReply.denied(objection.get());
                }
                long expires = now + seconds(request.word(2, "time until it expires"));
                ApiSecret secret = ApiSecret.made();
                ApiToken token = new ApiToken(name, secret.proof(), roles, expires);
                // Nothing that was done since is undone by it, however often it is repeated (rule H3).
                OptionalLong seen =
                        OptionalLong.of(view.get().state().configuration().version());
                ControlReply made = desk.ask(edit(new Change.PutToken(token), seen, request, caller, now));
                // Its secret is told to nobody then, however the request ends.
                boolean unknown = made.refusal().equals(Optional.of(ControlReply.UNAVAILABLE));
                yield unknown
                        ? ControlReply.unavailable(
                                made.text() + "; if the token is there then, nobody knows its secret:"
                                        + " remove it, and add it again")
                        : made.with(new AccessData(List.of(data(token, now)), secret.text()));
            }
        };
    }

    private Request.Edit edit(Change change, OptionalLong seen, ControlRequest request, Caller caller, long now) {
        return new Request.Edit(List.of(change), EditDesk.author(request, caller, settings), now, seen, false);
    }

    /// Nobody gives away what they have not got: a token with more would be one's own a moment later.
    private static Optional<String> objection(Caller caller, SortedSet<Role> given) {
        return given.stream()
                .filter(role -> !caller.may(role))
                .findFirst()
                .map(role -> caller.name() + " lacks the role " + role.word()
                        + " and so cannot give it to a token; nothing was changed");
    }

    private static TokenData data(ApiToken token, long now) {
        return new TokenData(
                token.name(),
                token.roles().stream().map(Role::word).toList(),
                Instant.ofEpochSecond(token.expiresSeconds()).toString(),
                token.expiresSeconds() <= now);
    }

    private static long seconds(String text) {
        long most = MOST_DAYS * DAY_SECONDS;
        if (!text.matches("[1-9][0-9]{0,9}") || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(
                    "a token expires after 1 s to " + MOST_DAYS + " d, not after '" + text + "' s");
        }
        return Long.parseLong(text);
    }

    private static SortedSet<Role> roles(String text) {
        SortedSet<Role> roles = new TreeSet<>();
        for (String word : text.split(",", -1)) {
            roles.add(Stream.of(Role.values())
                    .filter(role -> role.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no role '" + word
                            + "'; there are viewer, operator, administrator and script-author")));
        }
        if (roles.contains(Role.SCRIPT_AUTHOR) && !roles.contains(Role.ADMINISTRATOR)) {
            throw new IllegalArgumentException(
                    "script-author is of no use without administrator; give both, or neither");
        }
        return roles;
    }
}

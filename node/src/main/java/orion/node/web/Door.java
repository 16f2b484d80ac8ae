package orion.node.web;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import orion.node.access.ApiTokens;
import orion.node.access.Caller;
import orion.node.access.TokenVerdict;
import orion.node.security.Repetitions;
import orion.node.security.WrongTokens;

/// Lets in who shows a token, before anything else of a request is looked at. Wrong ones slow down nobody but those who
/// send them: a right one is let in from the same address at any time.
final class Door {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_SECRET = 512;

    private final ApiTokens tokens;
    private final WrongTokens wrongTokens;
    private final Repetitions refusals;

    /// Who was let in.
    ///
    /// @param secret what was shown, to be looked at again while the caller stays
    record Guest(Caller caller, String secret) {
        @Override
        public String toString() {
            return caller.toString();
        }
    }

    /// @param journal gets a sentence about those turned away, once a minute for each address
    Door(ApiTokens tokens, InstantSource clock, Consumer<String> journal) {
        this.tokens = tokens;
        this.wrongTokens = new WrongTokens(clock);
        this.refusals = new Repetitions(clock, journal);
    }

    /// Lets somebody in.
    ///
    /// @throws NoAnswer with what is answered to others
    Guest admit(Headers headers, InetAddress from) throws NoAnswer {
        List<String> said = headers.getOrDefault("Authorization", List.of());
        String secret = said.size() == 1 && said.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? said.getFirst().substring(SCHEME.length()).strip()
                : "";
        if (secret.isEmpty()) {
            throw refused("a token is needed here: send the header 'Authorization: Bearer SECRET'", "");
        }
        TokenVerdict verdict = tokens.judge(secret.length() > LONGEST_SECRET ? "" : secret);
        if (verdict.obstacle().isPresent()) {
            throw new NoAnswer(
                    Answer.error(Answer.UNAVAILABLE, verdict.obstacle().get())
                            .with("Retry-After", "10")
                            .with("Connection", "close"));
        }
        if (verdict.caller().isPresent()) {
            return new Guest(verdict.caller().get().at(from.getHostAddress()), secret);
        }
        refusals.note(
                from.getHostAddress(),
                "a request to the API from " + from.getHostAddress()
                        + " was refused: its token is not one of this cluster, or no longer");
        if (wrongTokens.mustWait(from)) {
            throw new NoAnswer(Answer.error(
                            Answer.TOO_MANY,
                            "too many wrong tokens came from " + from.getHostAddress() + "; wait a minute")
                    .with("Retry-After", Long.toString(WrongTokens.WAIT.toSeconds()))
                    .with("Connection", "close"));
        }
        wrongTokens.note(from);
        throw refused("the token is not one of this cluster, or no longer valid", ", error=\"invalid_token\"");
    }

    /// Why somebody who was let in would not be let in again; empty where it would.
    Optional<String> objection(Guest guest) {
        TokenVerdict verdict = tokens.judge(guest.secret());
        boolean same = verdict.caller()
                .filter(now -> now.name().equals(guest.caller().name()))
                .filter(now -> now.roles().equals(guest.caller().roles()))
                .isPresent();
        return same ? Optional.empty() : verdict.obstacle().or(() -> Optional.of("the token is no longer valid"));
    }

    private static NoAnswer refused(String sentence, String more) {
        return new NoAnswer(Answer.error(Answer.UNAUTHORIZED, sentence)
                .with("WWW-Authenticate", "Bearer realm=\"orion\"" + more)
                .with("Connection", "close"));
    }
}

package orion.core.lint;

import orion.core.configuration.Change;

/// A token that nobody is let in with any more.
final class TokenExpired {
    static final LintRule RULE = new LintRule(
            "token-expired",
            Severity.ADVICE,
            "whatever asks with it is refused, and it takes one of the 64 places",
            "`orion access remove` it; where it is still needed, `orion access add` another one",
            TokenExpired::look);

    private TokenExpired() {}

    private static void look(Situation situation, Found found) {
        situation
                .host()
                .ifPresent(host -> situation.configuration().tokens().values().stream()
                        .filter(token -> token.expiresSeconds() <= host.wallSeconds())
                        .forEach(token -> found.object(
                                Change.token(token.name()),
                                "expires",
                                "it expired on " + token.lastDay() + ": whatever asks with it is refused",
                                "remove it with: orion access remove " + token.name())));
    }
}

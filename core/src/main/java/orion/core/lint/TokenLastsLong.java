package orion.core.lint;

import orion.core.configuration.Change;

/// A token that outlives everybody's memory of who has its secret.
final class TokenLastsLong {
    private static final long YEAR_SECONDS = 366L * 86_400;

    static final LintRule RULE = new LintRule(
            "token-lasts-long",
            Severity.ADVICE,
            "a secret that is valid for more than a year ends up where nobody remembers it",
            "replace it with one that ends within a year, see [access](access.md)",
            TokenLastsLong::look);

    private TokenLastsLong() {}

    private static void look(Situation situation, Found found) {
        situation
                .host()
                .ifPresent(host -> situation.configuration().tokens().values().stream()
                        .filter(token -> token.expiresSeconds() > host.wallSeconds() + YEAR_SECONDS)
                        .forEach(token -> found.object(
                                Change.token(token.name()),
                                "expires",
                                "it is valid until " + token.lastDay() + ", for more than a year",
                                "add one that ends sooner, give it to the program, then remove this one with:"
                                        + " orion access remove " + token.name())));
    }
}

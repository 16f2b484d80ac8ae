package orion.core.lint;

import static orion.core.configuration.Role.ADMINISTRATOR;
import static orion.core.configuration.Role.OPERATOR;
import static orion.core.configuration.Role.SCRIPT_AUTHOR;
import static orion.core.configuration.Role.VIEWER;
import static orion.core.lint.Harbour.NOW;

import java.util.stream.Stream;

/// What is dangerous about tokens of the API.
final class TokenCases {
    private static final long YEAR = 366L * 86_400;

    private TokenCases() {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "token-expired",
                        "token ci",
                        "it expired on 2027-01-15",
                        Harbour.of(2).token("ci", NOW, OPERATOR),
                        Harbour.of(2).token("ci", NOW + 1, OPERATOR)),
                new Case(
                        "token-lasts-long",
                        "token ci",
                        "valid until 2028-01-16, for more than a year",
                        Harbour.of(2).token("ci", NOW + YEAR + 1, VIEWER),
                        Harbour.of(2).token("ci", NOW + YEAR, VIEWER)),
                new Case(
                        "token-owns-hosts",
                        "token ci",
                        "owns every host",
                        Harbour.of(2).token("ci", NOW + 1, ADMINISTRATOR, SCRIPT_AUTHOR),
                        Harbour.of(2).token("ci", NOW + 1, ADMINISTRATOR, OPERATOR, VIEWER)));
    }
}

package orion.core.lint;

import java.util.List;
import orion.core.configuration.Change;
import orion.core.configuration.Role;

/// A token whose secret is worth as much as the password of root.
final class TokenOwnsHosts {
    static final LintRule RULE = new LintRule(
            "token-owns-hosts",
            Severity.WARNING,
            "an administrator who is script author may have any program run as root on every node: whoever gets hold of the secret owns the hosts",
            "leave out `script-author` unless it changes scripts, and keep it short-lived then",
            TokenOwnsHosts::look);

    private TokenOwnsHosts() {}

    private static void look(Situation situation, Found found) {
        situation.configuration().tokens().values().stream()
                .filter(token -> token.roles().containsAll(List.of(Role.ADMINISTRATOR, Role.SCRIPT_AUTHOR)))
                .forEach(token -> found.object(
                        Change.token(token.name()),
                        "roles",
                        "it may change what runs as root: whoever gets hold of its secret owns every host",
                        "where it changes no scripts, add one without script-author, then remove this one with:"
                                + " orion access remove " + token.name()));
    }
}

package orion.supervisor.gwha;

import java.util.List;
import java.util.Optional;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.agent.HostAccounts;

/// Accounts of the operating system that the configuration lets in, checked by PAM as every log-in of this
/// host is.
///
/// @param users   the accounts that may
/// @param service the PAM service; without a file of its own in `/etc/pam.d`, PAM uses `other`
public record PamAccounts(List<String> users, String service) implements Accounts {
    /// What is told of a wrong name as of a wrong password, so that nobody learns which names there are.
    static final String WRONG = "the name or the password is wrong";

    private static final String ROOT = "0";
    private static final String USUAL_SERVICE = "gwha";

    public PamAccounts(List<String> users) {
        this(users, USUAL_SERVICE);
    }

    @Override
    public Optional<String> refusal(String user, String password, String remoteHost) {
        // Whoever can log in as root needs no gwha, and whoever guesses the password must not learn it here.
        if (!users.contains(user)) {
            return Optional.of(WRONG);
        }
        try {
            if (HostAccounts.USUAL.number(user).equals(Optional.of(ROOT))) {
                return Optional.of(WRONG);
            }
        } catch (AgentFailure unknown) {
            return Optional.of("log-ins cannot be checked on that host: " + unknown.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Optional.of("this gwha is ending");
        }
        return switch (Pam.check(service, user, password, remoteHost)) {
            case Pam.Verdict.Good good -> Optional.empty();
            case Pam.Verdict.Wrong wrong -> Optional.of(WRONG);
            case Pam.Verdict.Refused refused ->
                Optional.of("the password is right and the account '" + user + "' may not log in: " + refused.reason()
                        + "; has it expired? See 'chage -l " + user + "' on that host");
            case Pam.Verdict.Unusable unusable ->
                Optional.of("log-ins cannot be checked on that host: " + unusable.reason());
        };
    }
}

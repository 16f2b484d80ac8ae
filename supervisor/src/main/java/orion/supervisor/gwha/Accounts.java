package orion.supervisor.gwha;

import java.util.Optional;

/// Who may log in.
public interface Accounts {
    /// Why this account may not log in with this password; nothing where it may.
    Optional<String> refusal(String user, String password, String remoteHost);
}

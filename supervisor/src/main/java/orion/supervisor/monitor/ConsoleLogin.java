package orion.supervisor.monitor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/// Who may see the pages.
public record ConsoleLogin(String user, String password) {
    private static final String BASIC = "Basic ";

    /// Whether this is what a browser sends for them.
    ///
    /// @param header `Authorization`, where the browser sent it
    boolean admits(Optional<String> header) {
        String right = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        String said = header.filter(text -> text.startsWith(BASIC))
                .map(text -> text.substring(BASIC.length()).strip())
                .orElse("");
        // Takes the same time however much of it is right.
        return MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "log-in of " + user;
    }
}

package orion.cli;

import io.avaje.jsonb.Json;
import java.io.IOException;
import orion.node.security.EnrolmentToken;

/// A token for programs.
///
/// @param token   the word
/// @param expires when it is no longer good, ISO 8601 in UTC
/// @param command what enrolls the next server, with NAME and IP:PORT to be filled in
@Json
public record TokenReport(String token, String expires, String command) {
    /// What there is to say about this word.
    static TokenReport of(String token) throws IOException {
        return new TokenReport(
                token,
                EnrolmentToken.parse(token).expiry().toString(),
                "orion enroll " + token + " --node NAME --address IP:PORT");
    }
}

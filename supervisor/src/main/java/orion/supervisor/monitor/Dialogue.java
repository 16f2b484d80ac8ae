package orion.supervisor.monitor;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is said to a service, and how one sounds that does its work.
///
/// @param port     the usual one of the protocol; 0 where there is none
/// @param secure   whether it is spoken over TLS
/// @param greeting whether the service speaks first
/// @param request  what is said, as text of single bytes; empty where nothing is
/// @param healthy  what the answer must begin with, as text of single bytes
/// @param closed   how an answer begins that says nothing but who may not see it, if there is such a one
record Dialogue(
        int port,
        boolean secure,
        boolean greeting,
        String request,
        Optional<Pattern> healthy,
        Optional<Pattern> closed) {
    /// An anonymous bind; an answer to it of any kind is the work of a directory.
    private static final String LDAP_BIND =
            new String(HexFormat.of().parseHex("300c020101600702010304008000"), StandardCharsets.ISO_8859_1);

    static Optional<Dialogue> of(URI uri) {
        return switch (uri.getScheme()) {
            case "tcp" -> Optional.of(new Dialogue(0, false, false, "", Optional.empty(), Optional.empty()));
            case "smtp" -> Optional.of(text(25, "220[ -]", "QUIT\r\n"));
            case "pop3" -> Optional.of(text(110, "\\+OK", "QUIT\r\n"));
            case "imap" -> Optional.of(text(143, "\\* (OK|PREAUTH)", "a LOGOUT\r\n"));
            case "http" -> Optional.of(http(uri, 80, false));
            case "https" -> Optional.of(http(uri, 443, true));
            case "ldap" ->
                Optional.of(new Dialogue(
                        389,
                        false,
                        false,
                        LDAP_BIND,
                        Optional.of(Pattern.compile("0.{3,6}a.*", Pattern.DOTALL)),
                        Optional.empty()));
            default -> Optional.empty();
        };
    }

    /// The same in HTTP, for a connection that is to stay open. It is an answer to the older version all the same.
    String lastingRequest() {
        return request.substring(0, request.length() - 2) + "Connection: keep-alive\r\n\r\n";
    }

    private static Dialogue text(int port, String healthy, String farewell) {
        return new Dialogue(
                port,
                false,
                true,
                farewell,
                Optional.of(Pattern.compile(healthy + ".*", Pattern.DOTALL)),
                Optional.empty());
    }

    /// By the older version of HTTP an answer is never in pieces.
    private static Dialogue http(URI uri, int port, boolean secure) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String request =
                "GET %s%s HTTP/1.0\r\nHost: %s\r\nUser-Agent: gwmon\r\n\r\n".formatted(path, query, uri.getAuthority());
        return new Dialogue(
                port,
                secure,
                false,
                request,
                Optional.of(Pattern.compile("HTTP/1\\.[01] [23]\\d\\d\\b.*", Pattern.DOTALL)),
                Optional.of(Pattern.compile("HTTP/1\\.[01] 40[13]\\b.*", Pattern.DOTALL)));
    }
}

package orion.supervisor.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What the header of an answer of HTTP says of its end.
///
/// @param letters how long it is itself, with the empty line behind it
/// @param body    how long what follows is, where it says so in a way that cannot be misread
/// @param stays   whether the connection stays open behind that
record HttpHeader(int letters, OptionalInt body, boolean stays) {
    private static final String END = "\r\n\r\n";
    private static final int MOST_DIGITS = 9;

    /// Nothing as long as it has not come whole.
    static Optional<HttpHeader> of(StringBuilder answer) {
        int end = answer.indexOf(END);
        if (end < 0) {
            return Optional.empty();
        }
        String header = answer.substring(0, end);
        List<String> lengths = values(header, "content-length");
        boolean told =
                lengths.size() == 1 && values(header, "transfer-encoding").isEmpty();
        boolean stays = values(header, "connection").stream().anyMatch(HttpHeader::saysKeep);
        return Optional.of(
                new HttpHeader(end + END.length(), told ? number(lengths.getFirst()) : OptionalInt.empty(), stays));
    }

    /// Where the answer ends, if that can be told.
    OptionalInt end() {
        return body.isPresent() ? OptionalInt.of(letters + body.getAsInt()) : body;
    }

    private static List<String> values(String header, String name) {
        return header.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static boolean saysKeep(String value) {
        return List.of(value.toLowerCase(Locale.ROOT).split("[, ]+", -1)).contains("keep-alive");
    }

    private static OptionalInt number(String text) {
        boolean one = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return one ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}

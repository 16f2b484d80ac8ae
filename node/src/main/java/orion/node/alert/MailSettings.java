package orion.node.alert;

import java.util.Arrays;
import java.util.List;

/// To whom a node writes, as its `node.properties` says.
///
/// @param addresses nobody where it is empty
/// @param sendmail  the mail server's program; empty for the usual one
public record MailSettings(List<String> addresses, String sendmail) {
    /// Nobody is written to.
    public static final MailSettings OFF = new MailSettings(List.of(), "");

    public MailSettings {
        addresses = List.copyOf(addresses);
    }

    /// As they are written.
    ///
    /// @param words addresses, with commas between
    public static MailSettings of(String words, String sendmail) {
        return new MailSettings(
                Arrays.stream(words.split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList(),
                sendmail.strip());
    }
}

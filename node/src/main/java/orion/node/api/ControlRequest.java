package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One line from the command line to the daemon.
///
/// @param verb  what is asked: `status`, `online`, `offline`, `migrate`, `apply`, `delete`, `leave`, `join`,
///              `down`, `events`, `token`, `keys`, `rotate-keys`, `confirm-off`, `remove-node`, `alert`,
///              `maintenance`, `explain` (a resource), `what-if` (a node, or nothing), `check`, `export`, `diff`,
///              `history`, `rollback` or `confirm` (for these see `EditDesk`), `lint` (see `LintDesk`),
///              `access-list`, `access-add` or `access-remove` (see `AccessDesk`)
/// @param words its arguments in order; for `apply` the text of the file and its name; for `alert` the resource, the
///              question (`start`, `failover` or `failback`) and `yes` or `no`; for
///              `maintenance` `on` or `off`, `cluster`, `node` or `resource`, its name, and the seconds where it
///              ends by itself
/// @param remark what the caller says of itself; nothing is believed or allowed because of it
@Json
public record ControlRequest(String verb, List<String> words, Optional<String> remark) {
    /// A request of which nothing is said besides.
    public ControlRequest(String verb, List<String> words) {
        this(verb, words, Optional.empty());
    }

    public ControlRequest {
        if (verb == null || words == null || words.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a request needs a verb and a list of words");
        }
        words = List.copyOf(words);
    }

    /// One of its words.
    ///
    /// @param what it stands for, for whoever left it out
    /// @throws IllegalArgumentException where it is not there
    public String word(int index, String what) {
        if (words.size() <= index) {
            throw new IllegalArgumentException("the request lacks the " + what);
        }
        return words.get(index);
    }
}

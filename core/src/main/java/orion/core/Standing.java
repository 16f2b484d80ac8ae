package orion.core;

import java.util.Optional;

/// Where a node's life stands.
public enum Standing {
    /// in no generation; asks to be let in
    OUTSIDE("waits to be let in"),
    /// in the newest generation it knows
    MEMBER("is a member"),
    /// in order on its way out: holds nothing any more and writes its last words
    LEAVING("is leaving"),
    /// cast out or without a lease: everything it holds is being stopped by force
    STOPPING("is stopping everything it holds"),
    /// everything is provably stopped, and it says so on the board
    FINAL_WORDS("has stopped everything it held"),
    /// over
    ENDED("has ended");

    private final String description;

    Standing(String description) {
        this.description = description;
    }

    /// The rest of a sentence that begins with the node's name.
    public String description() {
        return description;
    }

    /// Why a node that stands so does not do what it is asked.
    ///
    /// @param obstacle what keeps it outside
    String refusal(Optional<String> obstacle) {
        return "this node is not a member of its cluster at present (" + description
                + obstacle.map(text -> ": " + text).orElse("") + "); ask on a node that is, or let this one join";
    }
}

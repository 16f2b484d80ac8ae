package orion.node.network;

/// Why a datagram was not let in.
public enum Refusal {
    /// not a datagram of this format and version
    NOT_OURS("not a datagram of this version"),
    /// sealed with a key of another number: another cluster's, or one that was exchanged
    OTHER_KEY("sealed with another key"),
    /// the sender is not configured
    UNKNOWN_SENDER("from a node that is not configured"),
    /// meant for another node, or another link of this node
    MISDIRECTED("meant for another node or link"),
    /// from a life of the sender that is over
    EARLIER_LIFE("from an earlier life of its sender"),
    /// let in before, or too old to tell
    REPLAYED("seen before or too old"),
    /// not made by somebody who has the key, or changed on the way
    FORGED("forged or damaged"),
    /// genuine, but its sender has not yet shown that it is alive now
    UNCONFIRMED("genuine, but not yet shown to be fresh"),
    /// genuine, but not a message
    MALFORMED("genuine, but malformed");

    private final String title;

    Refusal(String title) {
        this.title = title;
    }

    /// A few words for people.
    public String title() {
        return title;
    }
}

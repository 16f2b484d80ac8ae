package orion.node.network;

/// What a datagram carries, by its first byte.
final class Content {
    /// a whole message
    static final int MESSAGE = 0;
    /// a piece of a long one
    static final int FRAGMENT = 1;
    /// nothing: it only shows the sender's session and echoes the receiver's
    static final int HELLO = 2;

    /// The longest datagram: passes every network in use without being cut up by routers.
    static final int LONGEST_DATAGRAM = 1200;
    /// The longest content of a datagram, its kind included.
    static final int LONGEST = LONGEST_DATAGRAM - DatagramHeader.BYTES - DatagramCipher.TAG_BYTES;

    private Content() {}
}

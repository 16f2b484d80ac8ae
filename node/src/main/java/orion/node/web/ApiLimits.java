package orion.node.web;

import java.time.Duration;

/// What callers may take of this node: its memory is that of the daemon which protects services.
///
/// @param streams     streams of events at the same time
/// @param answers     how many others are made and taken at a time
/// @param bodies      long bodies of requests that are in memory at the same time
/// @param small       bytes of a body up to which it is not long: there is room for one with each answer
/// @param bodyBytes   the longest
/// @param request     how long a request may take to be sent, from its first byte
/// @param writing     how long an answer, or one event of a stream, may take to be taken
/// @param heartbeat   after which silence a stream says that it is there
/// @param stateChange how often a stream tells of another state of the cluster at most
record ApiLimits(
        int streams,
        int answers,
        int bodies,
        int small,
        int bodyBytes,
        Duration request,
        Duration writing,
        Duration heartbeat,
        Duration stateChange) {
    static final ApiLimits USUAL = new ApiLimits(
            8,
            8,
            2,
            16 << 10,
            2 << 20,
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMillis(500));

    /// The limits of the JDK's server, which has them as properties of the whole process and reads them once.
    /// Whoever has set one keeps it. Its own limit for a request is not used: its timer waits for a connection that
    /// it closes.
    static void ofServer() {
        usually("jdk.httpserver.maxConnections", "200");
        usually("sun.net.httpserver.idleInterval", "15");
        usually("sun.net.httpserver.maxReqHeaders", "100");
        usually("sun.net.httpserver.maxReqHeaderSize", "16384");
        usually("sun.net.httpserver.nodelay", "true");
        usually("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private static void usually(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

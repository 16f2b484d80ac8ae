package orion.core;

/// One line of the story of the cluster, for people; the kind lets programs choose.
public record Event(Kind kind, String text) {
    public enum Kind {
        MEMBERSHIP,
        SUSPICION,
        ARBITRATION,
        AUTHORITY,
        BOARD,
        RESOURCE,
        COMMAND
    }
}

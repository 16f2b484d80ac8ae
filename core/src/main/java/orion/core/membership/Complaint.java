package orion.core.membership;

/// Why a member of the present generation should not be in the next one.
enum Complaint {
    /// There is none.
    NONE(""),
    STOPPED(" says on the board that it has stopped"),
    POWERLESS(" is confirmed to have no power"),
    REMOVED(" was removed from the cluster"),
    STARTED_ANEW(" was started anew"),
    CUT_OFF(" says on the board that its network link is down"),
    SILENT(" has been silent"),
    /// This node itself finds nothing wrong, but others do.
    MISSED_BY_OTHERS(" is missed by others"),
    /// It is this node itself.
    LOSING("this node is not on the side that lives");

    private final String words;

    Complaint(String words) {
        this.words = words;
    }

    /// In words for people, but for how long somebody has been silent.
    ///
    /// @param name of whom it is about
    String about(String name) {
        return this == LOSING ? words : name + words;
    }
}

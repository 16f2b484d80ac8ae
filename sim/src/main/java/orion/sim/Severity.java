package orion.sim;

/// How hard the faults of a run are.
enum Severity {
    /// What nobody may die of: loss up to 5 %, delays up to half a heartbeat, one-way and two-way cuts shorter than
    /// the
    /// tolerance less three heartbeats, pauses of a host or daemon up to the watchdog time-out less two heartbeats,
    /// and
    /// any trouble with the board of any length; but never network and board troubled at the same time, nor two
    /// hosts.
    MILD,
    /// Everything at once, as often as the seed likes: only safety, and recovery after the faults stop, are promised.
    WILD
}

package orion.sim;

/// How hard the faults of a run are.
enum Severity {
    /// What nobody may die of. One fault at a time, with time to recover after it, each within these limits:
    ///
    /// - loss up to 5 %, delays up to half a heartbeat;
    /// - cuts of all links, one-way or two-way, shorter than the tolerance less three
    ///   heartbeats; cuts of one of two links of any length;
    /// - a switch that is down for as long less one heartbeat, for all hosts together;
    /// - where hosts serve disks of the board, both shorter by three heartbeats more: a cut takes the grants and
    ///   the board at once then, and a device that fences early takes the host for lifeless (rule F2);
    /// - anything that happens to a host that serves a disk and is no node, of any length;
    /// - the only cable of one host out for less than a heartbeat: a host that knows for longer
    ///   that it alone has no network is given up (rule E1);
    /// - pauses of a host, of a virtual machine, whether its clock counts them or not, or of a daemon, up to the
    ///   watchdog time-out less two heartbeats;
    /// - any trouble with the board of any length, for one host or all, torn and lost writes included;
    /// - the program that serves a disk dies alone, for any length;
    /// - clocks that differ by up to 1.6 %; where [Plan#wrongClocks] says so by 5 %, and leaps ahead that are no
    ///   longer than such a pause;
    /// - scripts that are slow, fail, hang or lie, resources that stop;
    /// - commands and changes of the configuration at any moment: resources, nodes that are added or leave.
    MILD,
    /// Everything at once, as often as the seed likes: only safety, and recovery after the faults stop, are promised.
    WILD
}

package orion.sim;

import orion.core.model.NodeId;

/// One thing that goes wrong, or that an operator does, in a run.
///
/// @param atMillis       when it begins
/// @param durationMillis how long it lasts
/// @param victim         the host it happens to
/// @param other          the other host, where it takes two
/// @param amount         what the kind needs to know: a bit set of hosts or disks, thousandths, milliseconds
/// @param link           which of the hosts' links it happens to, 0 for all
record Fault(long atMillis, long durationMillis, Kind kind, NodeId victim, NodeId other, long amount, int link) {
    /// One of all links.
    Fault(long atMillis, long durationMillis, Kind kind, NodeId victim, NodeId other, long amount) {
        this(atMillis, durationMillis, kind, victim, other, amount, 0);
    }

    /// What can go wrong.
    enum Kind {
        /// the cable of a host is out, and the host knows it
        UNPLUG,
        /// the cables of all hosts are out, and they know it; they come back one after the other, within `amount` ms
        SWITCH_DOWN,
        /// nothing gets from the victim to the other
        CUT_ONE_WAY,
        /// nothing gets between the victim and the other
        CUT,
        /// nothing gets out of the victim
        MUTE,
        /// nothing gets in to the victim
        DEAF,
        /// hosts in the bit set `amount` and the rest do not hear each other
        SPLIT,
        /// `amount` thousandths of all messages are lost, some are doubled
        LOSS,
        /// some messages are late by up to `amount` milliseconds
        SPIKES,
        /// the victim's way to the disks of the board in the bit set `amount`, to all where it names none
        BOARD_SLOW,
        BOARD_FAILING,
        BOARD_HANGING,
        BOARD_LOSING,
        /// the disks of the board in the bit set `amount` fail for all hosts; all of them where it names none
        BOARD_DEAD,
        BOARD_HANGING_FOR_ALL,
        BOARD_SLOW_FOR_ALL,
        BOARD_LOSING_FOR_ALL,
        BOARD_TORN_FOR_ALL,
        /// the program on the victim that serves a disk of the board dies, and is started again at the end; its host
        /// lives
        WITNESS_CRASH,
        POWER_CUT,
        /// a fencing device confirms the power cut to the other, or to another where that one is down
        CONFIRMED_POWER_CUT,
        POWER_CUT_OF_ALL,
        /// the daemon dies and is started again after `amount` milliseconds
        DAEMON_CRASH,
        FREEZE,
        /// the daemon does not run; it finds out that number `amount` of the causes was to blame, or that it was
        /// stopped
        PAUSE,
        /// the victim, a virtual machine, stands still, its watchdog with it; its clock counts that time
        VM_SUSPENDED,
        /// the same, but the clock of the victim has stood still too
        CLOCK_STANDS,
        /// the victim's clock leaps ahead by `amount` milliseconds
        CLOCK_LEAPS,
        /// a resource of the victim stops by itself
        RESOURCE_STOPS,
        /// scripts of the victim fail or hang
        BAD_SCRIPTS,
        SLOW_SCRIPTS,
        /// resource number `amount` is moved to the victim
        MIGRATE,
        /// resource number `amount` is taken offline for a while
        OFFLINE,
        /// the victim leaves in order and comes back
        LEAVE,
        /// all leave in order and come back
        DOWN,
        /// writes of the victim to the disks in the bit set `amount` land partly, without an error
        BOARD_TORN,
        /// the victim's clock gains `amount` microseconds in a second, or loses them
        CLOCK_RATE,
        /// the daemon dies and is started again `amount` milliseconds later, while what it held may still run
        DAEMON_RESTART,
        /// scripts of the victim say that they loaded and have not, or that they unloaded and have not
        LYING_SCRIPTS,
        /// a resource that prefers the victim is created or changed
        PUT_RESOURCE,
        /// that resource is taken offline and deleted
        DELETE_RESOURCE,
        /// a node is added, and its host is switched on a while later
        ADD_NODE,
        /// an operator begins maintenance: of the cluster by 0, of the victim by 1, of resource number `amount` - 1
        MAINTENANCE,
        /// the victim is removed, asked again until it is done: as it is by 0, after a power cut by 1, when it has left
        /// by 2, when it has left and comes back by 3; it is added again at the end
        REMOVE_NODE,
        /// resource number `amount` gets another definition, twice, while it runs or not; every other time it is then
        /// taken offline and changed again, and brought online at the end
        CHANGE_RESOURCE,
        /// resource number `amount` is taken offline, deleted, and created again at the end
        REPLACE_RESOURCE;

        /// Whether a person edits what the cluster consists of. These are drawn apart, beside all others.
        boolean isEdit() {
            return this == REMOVE_NODE || this == CHANGE_RESOURCE || this == REPLACE_RESOURCE;
        }
    }

    @Override
    public String toString() {
        return "%d ms: %s of %s (with %s, %d%s) for %d ms"
                .formatted(atMillis, kind, victim, other, amount, link == 0 ? "" : ", link " + link, durationMillis);
    }
}

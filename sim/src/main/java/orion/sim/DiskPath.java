package orion.sim;

import java.util.Optional;
import java.util.function.Function;
import orion.core.splitbrain.NodeBlock;
import orion.sim.SimDisk.Trouble;

/// How one host gets at one disk of the white board. What it does there happens in the order in which it was begun.
interface DiskPath {
    /// What reaches the disk, as the disk sees it.
    interface Access {
        /// What is wrong on the way.
        Trouble trouble();

        /// Which connection it comes by, of those that the disk's server has seen; 0 where the disk is attached.
        long connection();
    }

    /// Something to do on a disk.
    ///
    /// @param writes        the block it writes, if it does
    /// @param changes       whether it leaves anything on the disk
    /// @param answerTravels whether the answer takes as long as the deed
    /// @param deed          happens on the disk at one moment, and says how the host is answered
    /// @param failed        answers the host that nobody knows whether it was done
    record Operation(
            Optional<NodeBlock> writes,
            boolean changes,
            boolean answerTravels,
            Function<Access, Runnable> deed,
            Runnable failed) {}

    void submit(Operation operation);

    /// Whether something is under way.
    boolean busy();

    void trouble(Trouble next);

    /// The host lost its power: what it was doing never ends.
    ///
    /// @return the block that was being written on the disk at that moment, if there is one
    Optional<NodeBlock> powerCut();

    /// The process that used it died.
    void processDied();
}

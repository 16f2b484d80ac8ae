package orion.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import orion.core.splitbrain.NodeBlock;
import orion.sim.SimDisk.Trouble;

/// A host's path to a disk that is attached to it.
final class AttachedPath implements DiskPath, DiskPath.Access {
    private final Timeline timeline;
    private final SplitMix random;
    private final long slowMicros;
    private final Deque<Operation> waiting = new ArrayDeque<>();
    private Trouble trouble = Trouble.NONE;
    private Optional<Operation> underWay = Optional.empty();
    private boolean hanging;
    private int cables;

    AttachedPath(Timeline timeline, SplitMix random, long slowMicros) {
        this.timeline = timeline;
        this.random = random;
        this.slowMicros = slowMicros;
    }

    @Override
    public void submit(Operation operation) {
        waiting.addLast(operation);
        beginNext();
    }

    private void beginNext() {
        if (underWay.isPresent() || waiting.isEmpty()) {
            return;
        }
        underWay = Optional.of(waiting.removeFirst());
        long micros = trouble == Trouble.SLOW ? random.between(0L, slowMicros) : random.between(50L, 1_500L);
        performAfter(micros);
    }

    private void performAfter(long micros) {
        int mine = cables;
        timeline.after(micros, () -> perform(mine));
    }

    private void perform(int mine) {
        if (mine != cables) {
            return;
        }
        if (trouble == Trouble.HANGING) {
            hanging = true;
            return;
        }
        Operation operation = underWay.orElseThrow();
        underWay = Optional.empty();
        Runnable answer = operation.deed().apply(this);
        if (operation.answerTravels() && trouble != Trouble.FAILING) {
            // The data are on their way for a while after the disk gave them out.
            waiting.addFirst(new Operation(Optional.empty(), false, false, any -> answer, () -> {}));
        } else {
            answer.run();
        }
        beginNext();
    }

    @Override
    public boolean busy() {
        return underWay.isPresent();
    }

    @Override
    public Trouble trouble() {
        return trouble;
    }

    @Override
    public void trouble(Trouble next) {
        trouble = next;
        if (trouble != Trouble.HANGING && hanging) {
            hanging = false;
            performAfter(random.between(10L, 1_000L));
        }
    }

    @Override
    public long connection() {
        return 0;
    }

    @Override
    public Optional<NodeBlock> powerCut() {
        Optional<NodeBlock> written = underWay.flatMap(Operation::writes);
        cables++;
        underWay = Optional.empty();
        waiting.clear();
        hanging = false;
        return written;
    }

    /// What it asked for is in the hands of the kernel.
    @Override
    public void processDied() {
        // It happens all the same.
    }
}

package orion.node.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import orion.node.board.BoardException.Fault;
import orion.node.board.BoardThread.Outcome;
import orion.node.witness.WitnessDisk;

/// The white board of a node: each of its disks with a thread of its own, so that one that hangs delays no other.
///
/// What is read or written here beside the cycles counts as soon as a majority of the disks has given or taken it
/// (rule B2).
public final class BoardDisks implements AutoCloseable {
    private static final long ASK_AGAIN_MILLIS = 10;
    private static final long ANSWER_LIMIT_MILLIS = 10_000;

    private final List<BoardThread> threads;
    private final BoardRoster roster;
    private final AtomicReference<Duration> patience;

    private BoardDisks(List<BoardThread> threads, BoardRoster roster, AtomicReference<Duration> patience) {
        this.threads = List.copyOf(threads);
        this.roster = roster;
        this.patience = patience;
    }

    /// Starts a thread for each disk; each is opened with the first piece of work.
    ///
    /// @param atStart runs first on each new thread, for its scheduling class
    public static BoardDisks start(List<DiskLocation> disks, ClusterIdentity cluster, BoardKey key, Runnable atStart) {
        BoardRoster roster = new BoardRoster(disks.size());
        AtomicReference<Duration> patience = new AtomicReference<>(WitnessDisk.PATIENCE);
        List<BoardThread> threads = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            DiskLocation disk = disks.get(i);
            int number = i + 1;
            threads.add(BoardThread.start(
                    () -> BoardDevice.open(disk, cluster, key, roster, number, patience::get), atStart));
        }
        return new BoardDisks(threads, roster, patience);
    }

    /// From now on nobody waits longer than that for an answer of a disk that is served over a network.
    public void waitAtMost(Duration limit) {
        patience.set(limit);
    }

    /// A board of one disk whose thread runs already.
    public static BoardDisks of(BoardThread only) {
        return new BoardDisks(List.of(only), new BoardRoster(1), new AtomicReference<>(WitnessDisk.PATIENCE));
    }

    /// How many disks there are, working or not.
    public int size() {
        return threads.size();
    }

    /// How many have to work.
    public int majority() {
        return size() / 2 + 1;
    }

    /// The thread of one disk, 0 for the first.
    public BoardThread disk(int index) {
        return threads.get(index);
    }

    /// What one disk gave, and who it said it was.
    private record Given<T>(String name, DiskPlace place, T value) {}

    private record Answer<T>(int disk, Outcome<Given<T>> outcome) {}

    /// Does something on every disk and returns what a majority gave. Disks that hang are not waited for where the
    /// others suffice; there it is done when they answer again.
    ///
    /// @throws BoardException where fewer than a majority can do it, with what keeps the others from it
    public <T> List<T> ofMajority(BoardThread.Work<T> work) throws BoardException, InterruptedException {
        BlockingQueue<Answer<T>> answers = new LinkedBlockingQueue<>();
        Set<Integer> unasked = new TreeSet<>();
        for (int i = 0; i < size(); i++) {
            unasked.add(i);
        }
        SortedMap<Integer, Given<T>> given = new TreeMap<>();
        SortedMap<Integer, BoardException> failures = new TreeMap<>();
        long begun = System.nanoTime();
        while (given.size() < majority()) {
            boolean late = System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(ANSWER_LIMIT_MILLIS);
            // Told when all have answered: whoever reads it wants to know of every disk.
            if (given.size() + failures.size() == size() || late) {
                throw noMajority(given.size(), failures);
            }
            for (int disk : List.copyOf(unasked)) {
                boolean asked = disk(disk)
                        .submit(
                                device -> new Given<>(device.name(), device.place(), work.run(device)),
                                outcome -> answers.add(new Answer<>(disk, outcome)));
                if (asked) {
                    unasked.remove(disk);
                }
            }
            Answer<T> answer = answers.poll(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            if (answer != null) {
                switch (answer.outcome()) {
                    case Outcome.Done<Given<T>> done -> given.put(answer.disk(), done.value());
                    case Outcome.Failed<Given<T>> failed -> failures.put(answer.disk(), failed.failure());
                }
                refuseThoseReplaced(given, failures);
            }
        }
        roster.use();
        return given.values().stream().map(Given::value).toList();
    }

    /// A disk that was asked first may have been replaced, as another one that was asked later tells.
    private <T> void refuseThoseReplaced(
            SortedMap<Integer, Given<T>> given, SortedMap<Integer, BoardException> failures) {
        given.entrySet().removeIf(entry -> {
            try {
                Given<T> it = entry.getValue();
                roster.check(it.name(), entry.getKey() + 1, it.place());
                return false;
            } catch (BoardException replaced) {
                failures.put(entry.getKey(), replaced);
                return true;
            }
        });
    }

    private BoardException noMajority(int usable, SortedMap<Integer, BoardException> failures) {
        if (size() == 1 && !failures.isEmpty()) {
            return failures.firstEntry().getValue();
        }
        List<String> reasons = new ArrayList<>();
        failures.values().forEach(failure -> reasons.add(String.valueOf(failure.getMessage())));
        if (usable + failures.size() < size()) {
            reasons.add((size() - usable - failures.size()) + " did not answer within " + ANSWER_LIMIT_MILLIS / 1000
                    + " s.");
        }
        return new BoardException(
                Fault.NO_MAJORITY,
                "Of the " + size() + " disks of the white board " + usable + " can be used here and " + majority()
                        + " are needed: " + String.join(" ", reasons));
    }

    /// Lets all threads end after the work in hand; does not wait, for that work may hang.
    @Override
    public void close() {
        threads.forEach(BoardThread::close);
    }
}

package orion.node.daemon;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import orion.node.api.ControlReply;

/// Where questions to the planner are worked out: they compute for long in a large cluster, and virtual threads, on
/// which resources are loaded and stopped, would wait for that. One question at a time, so that many who ask cost no
/// more than one.
final class PlannerThread {
    private static final int LIMIT_SECONDS = 60;
    private static final int IDLE_SECONDS = 10;

    private final ExecutorService thread = thread();
    /// Cleared before the answer is out: whoever has it may ask again at once.
    private final AtomicBoolean busy = new AtomicBoolean();

    private static ExecutorService thread() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("orion-planner").daemon().factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /// Waits for an answer.
    ControlReply answer(Supplier<ControlReply> question)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (!busy.compareAndSet(false, true)) {
            return ControlReply.refused("the planner works for somebody else just now; ask again in a moment");
        }
        Future<ControlReply> answer = thread.submit(() -> {
            try {
                return question.get();
            } finally {
                busy.set(false);
            }
        });
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw failed;
        }
    }
}

package orion.node.daemon;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import orion.node.api.ControlReply;

/// Where questions to the planner are worked out: they compute for long in a large cluster, and virtual threads, on
/// which resources are loaded and stopped, would wait for that. One question at a time, so that many who ask cost no
/// more than one.
final class PlannerThread {
    private static final int LIMIT_SECONDS = 60;
    private static final int IDLE_SECONDS = 10;

    private final ExecutorService thread = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("orion-planner").daemon().factory());

    /// Waits for an answer.
    ControlReply answer(Supplier<ControlReply> question)
            throws ExecutionException, InterruptedException, TimeoutException {
        Future<ControlReply> answer;
        try {
            answer = thread.submit(question::get);
        } catch (RejectedExecutionException busy) {
            return ControlReply.refused("the planner works for somebody else just now; ask again in a moment");
        }
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

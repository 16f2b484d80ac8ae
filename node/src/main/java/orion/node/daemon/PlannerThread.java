package orion.node.daemon;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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

    private final ExecutorService thread = OneThread.named("orion-planner");
    /// Cleared before the answer is out: whoever has it may ask again at once.
    private final AtomicBoolean busy = new AtomicBoolean();

    /// Waits for an answer without which something would be told by half.
    ///
    /// @throws NotSo where there is none, because the thread works for somebody else
    ControlReply certain(Supplier<ControlReply> question)
            throws ExecutionException, InterruptedException, TimeoutException, NotSo {
        ControlReply reply = answer(question);
        if (!reply.done()) {
            throw new NotSo(reply);
        }
        return reply;
    }

    /// Waits for an answer.
    ControlReply answer(Supplier<ControlReply> question)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (!busy.compareAndSet(false, true)) {
            return ControlReply.unavailable("the planner works for somebody else just now; ask again in a moment");
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

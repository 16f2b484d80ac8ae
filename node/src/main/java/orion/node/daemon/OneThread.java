package orion.node.daemon;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A thread of the operating system for work that takes long without waiting for anything: virtual threads, on which
/// resources are loaded and stopped, would wait for that. One piece of work at a time; the thread ends when it is idle.
final class OneThread {
    private static final int IDLE_SECONDS = 10;

    private OneThread() {}

    static ExecutorService named(String name) {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name(name).daemon().factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}

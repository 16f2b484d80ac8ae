package orion.cli.demo;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Visits a site again and again, as its users would, and tells when it falls silent and who serves it next.
final class SiteWatch implements Runnable {
    /// How the sentence about a site without an answer ends.
    static final String SILENT = "does not answer any more";

    private static final long PAUSE_MILLIS = 100;

    private final Site site;
    private final Consumer<String> teller;
    private Optional<String> server = Optional.empty();
    private long lastAnswer;
    private boolean silent;

    SiteWatch(Site site, Consumer<String> teller) {
        this.site = site;
        this.teller = teller;
    }

    @Override
    public void run() {
        lastAnswer = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                see(site.visit());
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void see(Optional<String> answer) {
        long now = System.nanoTime();
        if (answer.isEmpty()) {
            if (!silent && server.isPresent()) {
                teller.accept(site.name() + " " + SILENT);
            }
            silent = true;
            return;
        }
        if (!answer.equals(server) || silent) {
            String pause = server.isEmpty() ? "" : ", after %.1f s of silence".formatted((now - lastAnswer) / 1e9);
            teller.accept("%s is served by %s%s".formatted(site.name(), answer.get(), pause));
        }
        silent = false;
        server = answer;
        lastAnswer = now;
    }
}

package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The sentences that something tells in a test, in their order.
public final class Told implements Consumer<String> {
    private static final int LIMIT_SECONDS = 180;

    private final BlockingQueue<String> sentences = new LinkedBlockingQueue<>();

    @Override
    public void accept(String sentence) {
        sentences.add(sentence);
    }

    /// Waits for a sentence with these words; those before it are forgotten.
    public void await(String words) throws InterruptedException {
        List<String> others = new ArrayList<>();
        String sentence = "";
        while (!sentence.contains(words)) {
            sentence = sentences.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(sentence)
                    .as("waiting for '%s'; told was only %s", words, others)
                    .isNotNull();
            others.add(sentence);
        }
    }

    /// Whether none of those that were not waited for has these words.
    boolean isSilentOn(String words) {
        return sentences.stream().noneMatch(sentence -> sentence.contains(words));
    }
}

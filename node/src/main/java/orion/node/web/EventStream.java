package orion.node.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import orion.node.api.ControlReply;
import orion.node.api.EventData;
import orion.node.api.StatusData;
import orion.node.security.ProgramWords;
import orion.node.web.EventStory.Chapter;
import orion.node.web.EventStory.Position;

/// Tells one caller of everything that happens, as server-sent events:
///
/// - `event`: an event of this node's journal, the only one with an id, so that a reader goes on after the last it has
/// - `gap`: events may be missing before the next one, and why
/// - `state`: the cluster as this node sees it, at first and whenever it has changed
/// - `absent`: this node sees nothing of the cluster, and why; where nobody can be let in any more, the last of all
///
/// The journal is read at the reader's speed; one that does not take what it is sent is cut off.
final class EventStream {
    private final EventStory story;
    private final StateWatch states;
    private final Replies replies;
    private final ApiLimits limits;
    private final Supplier<Optional<String>> objection;
    private final boolean guarded;
    private Optional<StatusData> toldState = Optional.empty();
    private String toldAbsence = "";
    private long toldNanos = System.nanoTime();

    /// @param objection why the caller is no longer let in; empty while it is
    /// @param guarded   whether what programs have written is left out
    EventStream(
            EventStory story,
            StateWatch states,
            Replies replies,
            ApiLimits limits,
            Supplier<Optional<String>> objection,
            boolean guarded) {
        this.story = story;
        this.states = states;
        this.replies = replies;
        this.limits = limits;
        this.objection = objection;
        this.guarded = guarded;
    }

    /// Where a reader wants to begin.
    ///
    /// @param after the id of the last event it has seen; empty for none
    /// @throws NoAnswer where that is no id
    static Optional<Position> wanted(Optional<String> after) throws NoAnswer {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        Optional<Position> position = Position.of(after.get());
        if (position.isEmpty()) {
            throw new NoAnswer(
                    Answer.BAD_REQUEST, "what stands for the last event seen is no id of an event; leave it out");
        }
        return position;
    }

    /// Tells until the caller hangs up or is cut off.
    void run(HttpExchange exchange, Optional<Position> wanted) throws IOException, InterruptedException {
        // Noted before anything is sent: whoever has the head of the answer misses nothing from then on.
        Position position = wanted.orElseGet(story::newest);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(Answer.OK, 0);
        OutputStream out = exchange.getResponseBody();
        write(out, "retry: 2000\n\n");
        Optional<String> over = objection.get();
        while (over.isEmpty()) {
            tellState(out);
            Chapter chapter = story.after(position, limits.stateChange());
            tell(out, chapter.gap(), chapter.events());
            position = chapter.next();
            if (System.nanoTime() - toldNanos >= limits.heartbeat().toNanos()) {
                write(out, ": still here\n\n");
            }
            over = objection.get();
        }
        tellAbsence(out, over.get());
        // What ends the stream has to be taken, too.
        RequestDeadline.within(limits.writing());
    }

    private void tell(OutputStream out, Optional<String> gap, List<EventData> events) throws IOException {
        if (gap.isPresent()) {
            write(out, "event: gap\ndata: " + Answer.error(Answer.OK, gap.get()).json() + "\n\n");
        }
        for (EventData event : events) {
            write(out, "id: " + event.id() + "\nevent: event\ndata: " + replies.line(event) + "\n\n");
        }
    }

    private void tellState(OutputStream out) throws IOException {
        Optional<ControlReply> seen = states.now();
        if (seen.isEmpty()) {
            return;
        }
        Optional<StatusData> status = seen.get().status();
        if (status.isPresent()) {
            Optional<StatusData> essence = status.map(StateWatch::essence);
            if (!essence.equals(toldState)) {
                write(out, "event: state\ndata: " + replies.line(status.get()) + "\n\n");
                toldState = essence;
                toldAbsence = "";
            }
        } else {
            tellAbsence(out, seen.get().text());
        }
    }

    private void tellAbsence(OutputStream out, String why) throws IOException {
        if (!why.equals(toldAbsence)) {
            write(out, "event: absent\ndata: " + Answer.error(Answer.OK, why).json() + "\n\n");
            toldAbsence = why;
            toldState = Optional.empty();
        }
    }

    /// A thread that is interrupted while it writes has its connection closed.
    private void write(OutputStream out, String text) throws IOException {
        RequestDeadline.within(limits.writing());
        String told = guarded ? ProgramWords.withoutIn(text) : text;
        out.write(told.getBytes(StandardCharsets.UTF_8));
        out.flush();
        RequestDeadline.lift();
        toldNanos = System.nanoTime();
    }
}

package orion.node.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orion.node.api.EventData;

/// The events of this node in their order, for whoever follows them. Reading never holds up who notes them.
public interface EventStory {
    /// Where a reader is.
    ///
    /// @param run    which run of the daemon noted the last event it has seen
    /// @param number that of the event; 0 before the first
    record Position(String run, long number) {
        private static final int LONGEST_RUN = 32;

        /// After the event with this id; empty where it is none.
        public static Optional<Position> of(String id) {
            int hyphen = id.lastIndexOf('-');
            String run = id.substring(0, Math.max(hyphen, 0));
            String number = id.substring(hyphen + 1);
            return run.matches("[0-9a-f]{1," + LONGEST_RUN + "}") && number.matches("[0-9]{1,18}")
                    ? Optional.of(new Position(run, Long.parseLong(number)))
                    : Optional.empty();
        }
    }

    /// What follows a position.
    ///
    /// @param gap    why events between the position and these may be missing; empty where none is
    /// @param events the oldest first
    /// @param next   the position after them
    record Chapter(Optional<String> gap, List<EventData> events, Position next) {
        public Chapter {
            events = List.copyOf(events);
        }
    }

    /// The position after the newest event.
    Position newest();

    /// What follows a position; waits for the next event where there is none yet, at most so long.
    Chapter after(Position position, Duration patience) throws InterruptedException;
}

/// The white board: ticks, poison pills, the side rule, and generations decided exactly once (the seeds' SBD).
@NullMarked
package orion.core.splitbrain;

import org.jspecify.annotations.NullMarked;

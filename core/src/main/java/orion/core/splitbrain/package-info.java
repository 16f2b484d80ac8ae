/// The white board: ticks, poison pills, the side rule, and generations decided exactly once (the original's SBD).
@NullMarked
package orion.core.splitbrain;

import org.jspecify.annotations.NullMarked;

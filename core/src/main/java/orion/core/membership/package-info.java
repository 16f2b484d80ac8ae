/// Who is in: heartbeats, silence, suspicion, and agreement of all survivors on the next view (the original's
/// GIPC).
@NullMarked
package orion.core.membership;

import org.jspecify.annotations.NullMarked;

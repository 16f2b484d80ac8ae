/// Who is in: heartbeats, silence, suspicion, and agreement of all survivors on the next view (the seeds' GIPC).
@NullMarked
package orion.core.membership;

import org.jspecify.annotations.NullMarked;

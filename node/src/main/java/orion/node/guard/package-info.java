/// What keeps a dead daemon from leaving anything running: records of all that is held, a guard process that acts on
/// them when the daemon dies, and the same clean-up at the next start.
@NullMarked
package orion.node.guard;

import org.jspecify.annotations.NullMarked;

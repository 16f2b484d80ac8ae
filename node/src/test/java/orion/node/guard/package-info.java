/// Tests of the daemon's end of the guard.
@NullMarked
package orion.node.guard;

import org.jspecify.annotations.NullMarked;

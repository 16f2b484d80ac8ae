/// Tests of the daemon's own parts: settings, watchdog rules, command socket, lanes.
@NullMarked
package orion.node.daemon;

import org.jspecify.annotations.NullMarked;

/// Tests of what the command line and the daemon say to each other.
@NullMarked
package orion.node.api;

import org.jspecify.annotations.NullMarked;

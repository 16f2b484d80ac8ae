/// Tests of parts with real processes, addresses, volumes and power-less deaths of daemons.
@NullMarked
package orion.node.part;

import org.jspecify.annotations.NullMarked;

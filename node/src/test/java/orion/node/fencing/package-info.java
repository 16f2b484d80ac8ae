/// Tests of fencing by devices.
@NullMarked
package orion.node.fencing;

import org.jspecify.annotations.NullMarked;

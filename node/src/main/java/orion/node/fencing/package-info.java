/// Fencing devices: cuts the power of other hosts through agents of the ClusterLabs interface.
@NullMarked
package orion.node.fencing;

import org.jspecify.annotations.NullMarked;

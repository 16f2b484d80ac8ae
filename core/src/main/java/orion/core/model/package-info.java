/// Values shared by every part of the protocol: who is who, how long things take, what generation the cluster
/// is in.
@NullMarked
package orion.core.model;

import org.jspecify.annotations.NullMarked;

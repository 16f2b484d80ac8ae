/// The daemon itself: start-up order, the one protocol thread, and what carries out the protocol's outputs.
@NullMarked
package orion.node.daemon;

import org.jspecify.annotations.NullMarked;

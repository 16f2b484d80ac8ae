/// Datagrams between nodes: sealed, never replayed, cut into pieces where they are long; and the state of the links.
@NullMarked
package orion.node.network;

import org.jspecify.annotations.NullMarked;

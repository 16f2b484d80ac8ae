/// Who a node is: its keys, its certificate, the secrets of its cluster, and how a new node gets them.
@NullMarked
package orion.node.security;

import org.jspecify.annotations.NullMarked;

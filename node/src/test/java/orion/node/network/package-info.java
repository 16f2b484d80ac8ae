/// Tests of datagrams over loopback.
@NullMarked
package orion.node.network;

import org.jspecify.annotations.NullMarked;

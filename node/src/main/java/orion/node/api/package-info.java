/// What the daemon answers to the command line: requests and replies, one JSON object a line over a unix socket.
@NullMarked
package orion.node.api;

import org.jspecify.annotations.NullMarked;

/// The daemon of one server: the only place with threads, sockets, files and time.
@NullMarked
package orion.node;

import org.jspecify.annotations.NullMarked;

/// The pure protocol: a value and the time go in, a list of values comes out. No thread, socket, file, clock or
/// logger.
@NullMarked
package orion.core;

import org.jspecify.annotations.NullMarked;

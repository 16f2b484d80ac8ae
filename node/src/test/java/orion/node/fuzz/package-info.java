/// Hostile input for everything that reads bytes from outside.
@NullMarked
package orion.node.fuzz;

import org.jspecify.annotations.NullMarked;

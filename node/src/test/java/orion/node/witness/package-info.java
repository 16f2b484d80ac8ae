@NullMarked
package orion.node.witness;

import org.jspecify.annotations.NullMarked;

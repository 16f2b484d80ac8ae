@NullMarked
package orion.node.witness.server;

import org.jspecify.annotations.NullMarked;

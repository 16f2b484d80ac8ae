/// Edits of the cluster objects as a node keeps them: which are safe, and what each of them led to.
@NullMarked
package orion.node.edit;

import org.jspecify.annotations.NullMarked;

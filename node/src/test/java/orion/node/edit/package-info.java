/// Tests of what a node keeps of edits.
@NullMarked
package orion.node.edit;

import org.jspecify.annotations.NullMarked;

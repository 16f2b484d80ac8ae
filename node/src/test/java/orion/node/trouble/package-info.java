/// Tests of what is told and tried again.
@NullMarked
package orion.node.trouble;

import org.jspecify.annotations.NullMarked;

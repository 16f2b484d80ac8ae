/// Tests.
@NullMarked
package orion.node.access;

import org.jspecify.annotations.NullMarked;

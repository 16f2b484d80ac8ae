/// Tests.
@NullMarked
package orion.node.web;

import org.jspecify.annotations.NullMarked;

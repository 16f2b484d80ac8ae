/// Tests of what is decided about resources.
@NullMarked
package orion.core.resource;

import org.jspecify.annotations.NullMarked;

/// Messages and board blocks as bytes, read with bounds and refused when malformed.
@NullMarked
package orion.core.wire;

import org.jspecify.annotations.NullMarked;

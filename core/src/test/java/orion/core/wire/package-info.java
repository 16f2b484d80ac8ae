/// Tests of the bytes of messages and blocks.
@NullMarked
package orion.core.wire;

import org.jspecify.annotations.NullMarked;

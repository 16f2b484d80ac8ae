/// Tests of the white board's rules.
@NullMarked
package orion.core.splitbrain;

import org.jspecify.annotations.NullMarked;

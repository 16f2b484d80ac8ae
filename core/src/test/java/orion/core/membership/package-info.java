/// Tests of what nodes make of one another.
@NullMarked
package orion.core.membership;

import org.jspecify.annotations.NullMarked;

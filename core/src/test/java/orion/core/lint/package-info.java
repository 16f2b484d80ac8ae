/// Tests of the lint.
@NullMarked
package orion.core.lint;

import org.jspecify.annotations.NullMarked;

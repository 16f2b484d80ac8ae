/// Tests of this package.
@NullMarked
package orion.supervisor.boot;

import org.jspecify.annotations.NullMarked;

/// Tests of this package.
@NullMarked
package orion.supervisor.monitor;

import org.jspecify.annotations.NullMarked;

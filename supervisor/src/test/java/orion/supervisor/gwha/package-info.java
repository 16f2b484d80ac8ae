/// Tests of this package.
@NullMarked
package orion.supervisor.gwha;

import org.jspecify.annotations.NullMarked;

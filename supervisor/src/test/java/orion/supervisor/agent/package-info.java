/// Tests of this package.
@NullMarked
package orion.supervisor.agent;

import org.jspecify.annotations.NullMarked;

/// Tests of this package.
@NullMarked
package orion.supervisor.configuration;

import org.jspecify.annotations.NullMarked;

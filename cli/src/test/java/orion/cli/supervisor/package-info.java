/// Tests of this package.
@NullMarked
package orion.cli.supervisor;

import org.jspecify.annotations.NullMarked;

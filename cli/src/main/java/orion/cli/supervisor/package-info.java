/// The command lines of gwha, of the monitor, and of the scripts that start and stop agents.
@NullMarked
package orion.cli.supervisor;

import org.jspecify.annotations.NullMarked;

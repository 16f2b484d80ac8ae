/// Polls agents for signs of life, and has gwha restart what shows none.
@NullMarked
package orion.supervisor.monitor;

import org.jspecify.annotations.NullMarked;

/// The service that starts, stops and reports agents when it is asked over the network, and restarts them
/// when they die.
@NullMarked
package orion.supervisor.gwha;

import org.jspecify.annotations.NullMarked;

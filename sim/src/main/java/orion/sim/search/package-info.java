/// Every order in which things can happen in a small cluster, to a stated depth, with the shipped protocol.
@NullMarked
package orion.sim.search;

import org.jspecify.annotations.NullMarked;

/// Tests of the exhaustive search.
@NullMarked
package orion.sim.search;

import org.jspecify.annotations.NullMarked;

/// Proves the simulator: each invariant can fail, each broken rule is noticed, and one seed is always the same run.
@NullMarked
package orion.sim;

import org.jspecify.annotations.NullMarked;

/// The deterministic simulator: drives the classes of `orion.core` with virtual time and every fault that one seed
/// decides.
@NullMarked
package orion.sim;

import org.jspecify.annotations.NullMarked;

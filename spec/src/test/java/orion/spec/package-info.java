/// Runs the TLA+ models of this folder through the model checker TLC.
@NullMarked
package orion.spec;

import org.jspecify.annotations.NullMarked;

/// A disk of the white board that is not attached here: a witness serves it over the network. Here is what its
/// clients need: the word that names it, the connection to it, and what travels over that.
@NullMarked
package orion.node.witness;

import org.jspecify.annotations.NullMarked;

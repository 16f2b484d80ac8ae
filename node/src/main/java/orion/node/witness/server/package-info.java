/// The witness: a program that serves one file as a disk of a white board, and knows nothing of the cluster.
@NullMarked
package orion.node.witness.server;

import org.jspecify.annotations.NullMarked;

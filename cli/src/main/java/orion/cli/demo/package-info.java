/// The demonstration: a whole cluster on one machine, without root, made to be broken.
@NullMarked
package orion.cli.demo;

import org.jspecify.annotations.NullMarked;

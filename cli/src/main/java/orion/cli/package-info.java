/// The command line: one class per command.
@NullMarked
package orion.cli;

import org.jspecify.annotations.NullMarked;

/// What goes wrong again and again: told once, in words, and tried again later.
@NullMarked
package orion.node.trouble;

import org.jspecify.annotations.NullMarked;

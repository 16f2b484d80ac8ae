/// What this host knows that the lint asks for: its disks, its network cards, what it starts by itself.
@NullMarked
package orion.node.lint;

import org.jspecify.annotations.NullMarked;

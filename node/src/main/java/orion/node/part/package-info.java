/// Resources as parts: addresses, volumes, services and scripts, loaded in order, unloaded in reverse, each fenced in
/// so that all of it can be stopped at once. Everything here blocks; callers use virtual threads.
@NullMarked
package orion.node.part;

import org.jspecify.annotations.NullMarked;

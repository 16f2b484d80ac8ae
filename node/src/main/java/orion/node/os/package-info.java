/// Calls into Linux that the JDK does not offer: direct block I/O, locked memory, real-time scheduling, the kernel
/// watchdog, the forced reboot, the word to systemd. Each is a small class over the Foreign Function and Memory API;
/// each failure names the call, its object and the reason the kernel gave.
@NullMarked
package orion.node.os;

import org.jspecify.annotations.NullMarked;

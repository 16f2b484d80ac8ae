/// The protocol of the cluster as pure functions: time, messages and faults come in as values, decisions go out as
/// values.
///
/// Nothing in here knows a thread, a socket, a file, a clock or a logger; the daemon and the simulator drive the same
/// classes.
@NullMarked
package orion.core;

import org.jspecify.annotations.NullMarked;

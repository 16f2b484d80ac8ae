/// What is wrong with a host on which a cluster may run agents: what it starts by itself when it boots, and what it
/// lacks.
@NullMarked
package orion.supervisor.boot;

import org.jspecify.annotations.NullMarked;

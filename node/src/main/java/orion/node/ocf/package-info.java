/// Resource agents of the Open Cluster Framework, version 1: programs that start, stop and watch one kind of thing and
/// describe what they can be told. The interface is that of the "Open Cluster Framework Resource Agent API".
@NullMarked
package orion.node.ocf;

import org.jspecify.annotations.NullMarked;

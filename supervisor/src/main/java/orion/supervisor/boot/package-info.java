/// What a host starts by itself when it boots, and must not where a cluster decides about it.
@NullMarked
package orion.supervisor.boot;

import org.jspecify.annotations.NullMarked;

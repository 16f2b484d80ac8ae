/// Tests of who may hold what, and when a death is believed.
@NullMarked
package orion.core.authority;

import org.jspecify.annotations.NullMarked;

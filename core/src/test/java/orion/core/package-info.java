/// What tests of several packages share.
@NullMarked
package orion.core;

import org.jspecify.annotations.NullMarked;

/// Tests of the values shared by every part of the protocol.
@NullMarked
package orion.core.model;

import org.jspecify.annotations.NullMarked;

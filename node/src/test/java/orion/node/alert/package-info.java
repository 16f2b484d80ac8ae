/// Tests of what persons are told by mail.
@NullMarked
package orion.node.alert;

import org.jspecify.annotations.NullMarked;

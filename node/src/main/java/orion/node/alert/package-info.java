/// Tells persons who do not look: by mail, what the cluster cannot mend without them, or what it had to mend.
@NullMarked
package orion.node.alert;

import org.jspecify.annotations.NullMarked;

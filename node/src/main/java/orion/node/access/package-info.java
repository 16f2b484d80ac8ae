/// Who may ask what: one gate for every way in.
@NullMarked
package orion.node.access;

import org.jspecify.annotations.NullMarked;

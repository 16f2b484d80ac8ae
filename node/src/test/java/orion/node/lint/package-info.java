/// Tests of what this host tells the lint.
@NullMarked
package orion.node.lint;

import org.jspecify.annotations.NullMarked;

/// Settings that are valid and yet dangerous: what a person is told of a cluster before it matters.
@NullMarked
package orion.core.lint;

import org.jspecify.annotations.NullMarked;

/// Definitions of resources as people write them (YAML), read into checked definitions of the core.
@NullMarked
package orion.node.definition;

import org.jspecify.annotations.NullMarked;

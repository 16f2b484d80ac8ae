/// Tests of the data that commands show.
@NullMarked
package orion.node.api;

import org.jspecify.annotations.NullMarked;

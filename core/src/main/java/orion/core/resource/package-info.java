/// What runs where: agreed state, placement, and each node's own duties (the original's CRM).
@NullMarked
package orion.core.resource;

import org.jspecify.annotations.NullMarked;

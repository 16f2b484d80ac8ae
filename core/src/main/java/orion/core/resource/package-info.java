/// What runs where: agreed state, placement, and each node's own duties (the seeds' CRM).
@NullMarked
package orion.core.resource;

import org.jspecify.annotations.NullMarked;

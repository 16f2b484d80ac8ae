/// Who may hold a resource: leases, grants, and the proof that an excluded member is gone (the seeds' VLL).
@NullMarked
package orion.core.authority;

import org.jspecify.annotations.NullMarked;

/// Who may hold a resource: leases, grants, and the proof that an excluded member is gone (the original's VLL).
@NullMarked
package orion.core.authority;

import org.jspecify.annotations.NullMarked;

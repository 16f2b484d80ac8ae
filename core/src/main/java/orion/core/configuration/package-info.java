/// The one copy of the cluster's objects: what an administrator wrote down, checked, and nothing that changes by
/// itself.
@NullMarked
package orion.core.configuration;

import org.jspecify.annotations.NullMarked;

/// Tests of the cluster's objects.
@NullMarked
package orion.core.configuration;

import org.jspecify.annotations.NullMarked;

/// The files that people write: `gwha.conf`, and what its sections mean.
@NullMarked
package orion.supervisor.configuration;

import org.jspecify.annotations.NullMarked;

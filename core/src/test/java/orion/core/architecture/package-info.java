/// Rules about the source itself: `core` stays pure, and every module stays readable.
@NullMarked
package orion.core.architecture;

import org.jspecify.annotations.NullMarked;

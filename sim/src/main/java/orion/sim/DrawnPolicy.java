package orion.sim;

import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// Draws how the manager treats a resource of a run.
final class DrawnPolicy {
    /// So short that a cluster is at home again in the time it has to become whole.
    private static final int LONGEST_FAILBACK_SECONDS = 10;

    private DrawnPolicy() {}

    /// Some of what is usual becomes something else.
    ///
    /// @param number of the resource
    static ResourcePolicy of(long seed, int number, ResourcePolicy usual) {
        SplitMix random = new SplitMix(seed * 71 + number);
        ResourcePolicy policy = usual.withStart(random.chance(150) ? Mode.MANUAL : Mode.AUTO)
                .withFailover(random.chance(150) ? Mode.MANUAL : Mode.AUTO);
        Mode failback = random.chance(350) ? Mode.AUTO : random.chance(300) ? Mode.MANUAL : Mode.DISABLE;
        return policy.withFailback(failback, random.between(0, LONGEST_FAILBACK_SECONDS));
    }
}

package orion.node.fencing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Which devices cut the power of which node, as `fencing.yaml` says.
///
/// @param victims by the name of the node
public record FencePlan(Map<String, Victim> victims) {
    /// No device at all.
    public static final FencePlan NONE = new FencePlan(Map.of());

    /// How a node is fenced.
    ///
    /// @param levels      tried in this order; all devices of one must succeed
    /// @param afterMillis after how long without a sign of life, where that may be before the tolerance has passed
    public record Victim(List<List<FenceDevice>> levels, OptionalLong afterMillis) {
        public Victim {
            levels = levels.stream().map(List::copyOf).toList();
        }
    }

    public FencePlan {
        victims = Collections.unmodifiableMap(new LinkedHashMap<>(victims));
    }
}

package orion.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import orion.node.api.StatusData.ResourceData;

/// What people are shown of a resource besides its state.
final class ResourceDataTest {
    private static String order(String state, boolean wanted, String moveTo) {
        return new ResourceData("web", state, "n1", 1, wanted, moveTo, List.of(), "", List.of(), false, "", "", "")
                .order();
    }

    @Test
    void anOrderThatWaitsForTheEndOfAnotherIsShown() {
        assertThat(order("Loading", false, "")).isEqualTo(", then offline");
        assertThat(order("Loading", true, "n2")).isEqualTo(", then to n2");
        assertThat(order("Running", false, "")).isEqualTo(", then offline");
        assertThat(order("Unloading", true, "")).isEqualTo(", then online");
        assertThat(order("Unloading", true, "n1")).as("a restart").isEqualTo(", then online");
        assertThat(order("Unloading", true, "n2")).isEqualTo(", then to n2");
    }

    @Test
    void whereNoneWaitsNothingIsAdded() {
        assertThat(order("Loading", true, "")).isEmpty();
        assertThat(order("Loading", true, "n1")).isEmpty();
        assertThat(order("Running", true, "")).isEmpty();
        assertThat(order("Unloading", false, "")).isEmpty();
        assertThat(order("Offline", true, "")).isEmpty();
        assertThat(order("Unknown", false, "")).isEmpty();
    }
}

package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// An address belongs to one resource, or it would be on two nodes at once.
final class AddressOfTwoResourcesTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"));

    private static RequestRules.Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, generationOf(N1), new TreeSet<>()).judge(request);
    }

    private static ResourceDefinition carrying(String name, String... addresses) {
        return new ResourceDefinition(
                name,
                Stream.of(addresses)
                        .<PartDefinition>map(it -> new PartDefinition.Address(it, Optional.empty()))
                        .toList());
    }

    private static ResourceDefinition agent(String name, String type, String parameter, String value) {
        return new ResourceDefinition(
                name, List.of(new PartDefinition.Ocf("heartbeat", type, Map.of(parameter, value))));
    }

    @Test
    void anAddressThatAnAgentIsToldCountsToo() {
        ClusterState before =
                judge(put(agent("wiki", "IPaddr2", "ip", "10.1.2.3")), STATE).state();
        before = judge(put(agent("news", "IPv6addr", "ipv6addr", "2001:db8::10/64")), before)
                .state();
        for (ResourceDefinition bad : List.of(
                carrying("mail", "10.1.2.3/24"),
                agent("mail", "IPaddr2", "ip", "10.1.2.3"),
                agent("mail", "IPaddr2", "ip", "2001:db8:0::10"))) {
            assertThat(judge(put(bad), before).text()).as(bad.toString()).contains("which belongs to resource ");
        }
        for (ResourceDefinition good : List.of(
                agent("mail", "IPaddr2", "ip", "10.1.2.4"),
                agent("mail", "IPaddr2", "ip", "not an address"),
                agent("mail", "nginx", "ip", "10.1.2.3"))) {
            assertThat(judge(put(good), before).accepted()).as(good.toString()).isTrue();
        }
    }

    @Test
    void anAddressThatAnotherResourceHasIsRefusedWithThatResourcesName() {
        ClusterState before = judge(put(carrying("wiki", "10.1.2.3/24", "2001:db8::10/64")), STATE)
                .state();
        for (String address : List.of("10.1.2.3/24", "10.1.2.3/16", "2001:db8:0::10/64")) {
            RequestRules.Verdict refused = judge(put(carrying("mail", "10.1.2.4/24", address)), before);
            assertThat(refused.accepted()).as(address).isFalse();
            assertThat(refused.text())
                    .contains(
                            "mail wants address " + address.substring(0, address.indexOf('/')) + ",",
                            "belongs to resource wiki");
        }
        assertThat(judge(put(carrying("mail", "10.1.2.4/24")), before).accepted())
                .isTrue();
        assertThat(judge(put(carrying("wiki", "10.1.2.3/16")), before).text())
                .as("its own")
                .doesNotContain("belongs to");
    }
}

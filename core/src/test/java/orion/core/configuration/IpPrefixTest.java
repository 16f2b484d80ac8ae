package orion.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses with the length of their network, read and refused.
final class IpPrefixTest {
    @Test
    void anIpv4AddressIsReadOctetByOctet() {
        assertThat(IpPrefix.parse("192.0.2.10/24")).isEqualTo(new IpPrefix(List.of(192, 0, 2, 10), 24));
    }

    @Test
    void theGapOfAnIpv6AddressIsFilledWithZeros() {
        assertThat(IpPrefix.parse("2001:db8::a/64").octets())
                .containsExactly(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10);
        assertThat(IpPrefix.parse("::/0").octets()).hasSize(16).containsOnly(0);
        assertThat(IpPrefix.parse("fe80::/10").octets())
                .startsWith(0xfe, 0x80, 0)
                .hasSize(16);
        assertThat(IpPrefix.parse("1:2:3:4:5:6:7:8/128").octets()).hasSize(16).endsWith(0, 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "1.2.3/24",
                "1.2.3.4.5/24",
                "1.2.3.256/24",
                "1.2.3.04/24",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/-1",
                "1.2.3.4/x",
                "1.2.3.4",
                "host/24",
                "1::2::3/64",
                ":::/64",
                "12345::/64",
                "g::/64",
                "::1/129",
                "1:2:3:4:5:6:7/64",
                "1:2:3:4:5:6:7:8:9/64",
                "1:2:3:4::5:6:7:8/64",
                " 1.2.3.4/24",
                "1.2.3.4/24 ",
                "::1/64/3"
            })
    void whatIsNotAnAddressWithItsNetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse(text));
    }

    @Test
    void aNetworkContainsItsOwnAddressesOnly() {
        IpPrefix network = IpPrefix.parse("10.1.2.3/23");

        assertThat(network.contains(IpPrefix.parseHost("10.1.3.255"))).isTrue();
        assertThat(network.contains(IpPrefix.parseHost("10.1.4.0"))).isFalse();
        assertThat(network.contains(IpPrefix.parseHost("::1"))).isFalse();
    }

    @Test
    void loopbackAddressesAreKnownInBothFamilies() {
        assertThat(IpPrefix.parseHost("127.9.8.7").isLoopback()).isTrue();
        assertThat(IpPrefix.parseHost("::1").isLoopback()).isTrue();
        assertThat(IpPrefix.parseHost("::2").isLoopback()).isFalse();
        assertThat(IpPrefix.parseHost("128.0.0.1").isLoopback()).isFalse();
    }
}

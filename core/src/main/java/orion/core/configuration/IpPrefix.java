package orion.core.configuration;

import java.util.ArrayList;
import java.util.List;

/// An IPv4 or IPv6 address with the length of its network, `192.0.2.10/24` or `2001:db8::10/64`. The class exists
/// because the protocol code must not use the network classes of the platform, which may ask a name server.
///
/// @param octets 4 or 16 values of 0 to 255, the address itself with its host bits
/// @param length bits of the network, 0 to 32 or 0 to 128
public record IpPrefix(List<Integer> octets, int length) {
    private static final int V4_OCTETS = 4;
    private static final int V6_OCTETS = 16;

    /// @throws IllegalArgumentException when the octets or the length are not those of an address
    public IpPrefix {
        octets = List.copyOf(octets);
        if (octets.size() != V4_OCTETS && octets.size() != V6_OCTETS) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.size());
        }
        for (int octet : octets) {
            if (octet < 0 || octet > 255) {
                throw new IllegalArgumentException("an octet is 0 to 255, not " + octet);
            }
        }
        if (length < 0 || length > octets.size() * 8) {
            throw new IllegalArgumentException(
                    "the network length must be 0 to %d, not %d".formatted(octets.size() * 8, length));
        }
    }

    /// Reads `address/length`.
    ///
    /// @throws IllegalArgumentException with one sentence when the text is anything else
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "\"%s\" lacks the length of the network; write it like 192.0.2.10/24 or 2001:db8::10/64"
                            .formatted(text));
        }
        List<Integer> octets = parseAddress(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (!isNumber(length, 3) || Integer.parseInt(length) > octets.size() * 8) {
            throw new IllegalArgumentException(
                    "\"%s\" has no network length of 0 to %d after the slash".formatted(text, octets.size() * 8));
        }
        return new IpPrefix(octets, Integer.parseInt(length));
    }

    /// Reads an address alone, which then is a network of its own.
    public static IpPrefix parseHost(String address) {
        List<Integer> octets = parseAddress(address);
        return new IpPrefix(octets, octets.size() * 8);
    }

    public boolean isIpv6() {
        return octets.size() == V6_OCTETS;
    }

    /// True for 127.0.0.0/8 and ::1: addresses that never leave the host.
    public boolean isLoopback() {
        if (!isIpv6()) {
            return octets.getFirst() == 127;
        }
        for (int i = 0; i < V6_OCTETS - 1; i++) {
            if (octets.get(i) != 0) {
                return false;
            }
        }
        return octets.getLast() == 1;
    }

    /// True when the other address, whatever its own length, lies in this network.
    public boolean contains(IpPrefix other) {
        if (other.octets.size() != octets.size()) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((octets.get(bit / 8) & mask) != (other.octets.get(bit / 8) & mask)) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> parseAddress(String address) {
        List<Integer> octets = address.indexOf(':') >= 0 ? parseIpv6(address) : parseIpv4(address);
        if (octets.isEmpty()) {
            throw new IllegalArgumentException("\"%s\" is not an IPv4 or IPv6 address".formatted(address));
        }
        return octets;
    }

    /// @return no octets when the text is not an address
    private static List<Integer> parseIpv4(String text) {
        List<Integer> octets = new ArrayList<>();
        for (String piece : text.split("\\.", -1)) {
            // A leading zero is refused: some tools read 010 as eight, others as ten.
            if (!isNumber(piece, 3) || (piece.length() > 1 && piece.startsWith("0")) || Integer.parseInt(piece) > 255) {
                return List.of();
            }
            octets.add(Integer.parseInt(piece));
        }
        return octets.size() == V4_OCTETS ? octets : List.of();
    }

    private static List<Integer> parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> octets = parseGroups(text);
            return octets.size() == V6_OCTETS ? octets : List.of();
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        List<Integer> head = parseGroups(before);
        List<Integer> tail = parseGroups(after);
        boolean broken = (head.isEmpty() && !before.isEmpty()) || (tail.isEmpty() && !after.isEmpty());
        if (broken || head.size() + tail.size() > V6_OCTETS - 2) {
            return List.of();
        }
        List<Integer> octets = new ArrayList<>(head);
        while (octets.size() < V6_OCTETS - tail.size()) {
            octets.add(0);
        }
        octets.addAll(tail);
        return octets;
    }

    private static List<Integer> parseGroups(String text) {
        List<Integer> octets = new ArrayList<>();
        if (text.isEmpty()) {
            return octets;
        }
        for (String group : text.split(":", -1)) {
            if (group.isEmpty() || group.length() > 4 || !isHexadecimal(group)) {
                return List.of();
            }
            int value = Integer.parseInt(group, 16);
            octets.add(value >> 8);
            octets.add(value & 0xff);
        }
        return octets;
    }

    private static boolean isNumber(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isHexadecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }
}

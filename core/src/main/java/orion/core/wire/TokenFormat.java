package orion.core.wire;

import java.util.HexFormat;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ApiToken;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Role;

/// Tokens of the API as bytes: of their secrets only what proves them.
final class TokenFormat {
    private static final int PROOF_BYTES = 32;
    /// A name of one character, the proof, the roles and the end.
    private static final int LEAST = 4 + 1 + PROOF_BYTES + 1 + 8;

    private static final int ALL_ROLES = 0b1111;

    private TokenFormat() {}

    static void writeAll(BoundedWriter writer, SortedMap<String, ApiToken> tokens) {
        writer.all(tokens.values(), ClusterConfiguration.MOST_TOKENS, TokenFormat::write);
    }

    static SortedMap<String, ApiToken> readAll(BoundedReader reader) {
        SortedMap<String, ApiToken> tokens = new TreeMap<>();
        for (ApiToken token :
                reader.rising(ClusterConfiguration.MOST_TOKENS, LEAST, ApiToken::name, TokenFormat::read)) {
            tokens.put(token.name(), token);
        }
        return tokens;
    }

    static void write(BoundedWriter writer, ApiToken token) {
        int roles = 0;
        for (Role role : token.roles()) {
            roles |= bit(role);
        }
        writer.text(token.name())
                .bytes(HexFormat.of().parseHex(token.proof()))
                .uint8(roles)
                .int64(token.expiresSeconds());
    }

    static ApiToken read(BoundedReader reader) {
        String name = reader.text();
        String proof = HexFormat.of().formatHex(reader.bytes(PROOF_BYTES));
        int bits = reader.uint8();
        if ((bits & ~ALL_ROLES) != 0) {
            throw reader.malformed("there are no roles " + bits);
        }
        SortedSet<Role> roles = new TreeSet<>();
        for (Role role : Role.values()) {
            if ((bits & bit(role)) != 0) {
                roles.add(role);
            }
        }
        return new ApiToken(name, proof, roles, reader.int64());
    }

    /// Numbers of their own, so that another order in the source changes no bytes.
    private static int bit(Role role) {
        return switch (role) {
            case VIEWER -> 1;
            case OPERATOR -> 2;
            case ADMINISTRATOR -> 4;
            case SCRIPT_AUTHOR -> 8;
        };
    }
}

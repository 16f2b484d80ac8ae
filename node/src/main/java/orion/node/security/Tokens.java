package orion.node.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;

/// The tokens that this node has given out. Only hashes of them are kept, in a file, so that a token outlives
/// a restart of the daemon and a copy of the file lets nobody in.
public final class Tokens {
    /// How long a token is good.
    public static final Duration VALIDITY = Duration.ofHours(24);

    private static final String HEADING = "orion tokens 1";
    private static final String NOBODY = "-";

    /// A token's fate.
    ///
    /// @param claimant SHA-256 of the key of the node that used it, empty while nobody has
    /// @param node     the number that node got
    private record Entry(Instant expiry, Optional<String> claimant, Optional<NodeId> node) {}

    /// What a node that shows a token gets.
    sealed interface Claim {
        /// The token is good and now kept for this claimant.
        ///
        /// @param before the number this claimant was given already, when its answer was lost
        record Granted(String hash, Optional<NodeId> before) implements Claim {}

        /// It is not.
        ///
        /// @param unknown whether no such token was ever given out
        record Refused(String sentence, boolean unknown) implements Claim {}
    }

    private final Path file;
    private final InstantSource clock;
    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final SortedMap<String, String> claiming = new TreeMap<>();

    private Tokens(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// The tokens of the node in this directory.
    ///
    /// @throws IdentityException with one sentence, where the file of tokens cannot be used
    public static Tokens open(Path directory) throws IOException {
        return open(NodeIdentity.tokens(directory), InstantSource.system());
    }

    static Tokens open(Path file, InstantSource clock) throws IOException {
        Tokens tokens = new Tokens(file, clock);
        if (Files.exists(file)) {
            try {
                tokens.parse(SecretFile.read(file));
            } catch (IllegalArgumentException damaged) {
                throw new IdentityException(
                        file + " is damaged: " + damaged.getMessage()
                                + "; remove it, the tokens that were given out are then no longer good",
                        damaged);
            }
        }
        return tokens;
    }

    private void parse(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(HEADING)) {
            throw new IllegalArgumentException("it is not a file of tokens");
        }
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                String[] fields = lines[i].split(" ", -1);
                if (fields.length != 4) {
                    throw new IllegalArgumentException("line " + (i + 1) + " does not have four fields");
                }
                Instant expiry = Instant.ofEpochSecond(Long.parseLong(fields[1]));
                Entry entry = fields[2].equals(NOBODY)
                        ? new Entry(expiry, Optional.empty(), Optional.empty())
                        : new Entry(
                                expiry, Optional.of(fields[2]), Optional.of(new NodeId(Integer.parseInt(fields[3]))));
                entries.put(fields[0], entry);
            }
        }
    }

    /// Gives out a token.
    ///
    /// @param cluster  the cluster it is for
    /// @param identity of this node: the new node will trust its cluster's authority
    /// @param listener where this node listens for enrolments
    public synchronized EnrolmentToken issue(UUID cluster, NodeIdentity identity, Endpoint listener)
            throws IOException {
        byte[] secret = new byte[EnrolmentToken.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        EnrolmentToken token = new EnrolmentToken(
                listener,
                cluster,
                identity.authority().fingerprint(),
                HexFormat.of().formatHex(secret),
                Instant.ofEpochSecond(clock.instant().plus(VALIDITY).getEpochSecond()));
        entries.put(hash(token.secret()), new Entry(token.expiry(), Optional.empty(), Optional.empty()));
        save();
        return token;
    }

    /// Why a token is good for nobody; empty where it may be good.
    synchronized Optional<Claim.Refused> refusal(String secret) {
        Entry entry = entries.get(hash(secret));
        if (entry == null) {
            return Optional.of(
                    new Claim.Refused("the token is not known to this member; get a new one with 'orion token'", true));
        }
        return clock.instant().isAfter(entry.expiry())
                ? Optional.of(new Claim.Refused(
                        "the token expired at " + entry.expiry() + "; get a new one with 'orion token' on a member",
                        false))
                : Optional.empty();
    }

    /// Keeps a token for a claimant, so that nobody else can use it meanwhile; [#used] or [#release] must follow.
    synchronized Claim claim(String secret, String claimant) {
        String hash = hash(secret);
        Optional<Claim.Refused> unfit = refusal(secret);
        Entry entry = entries.get(hash);
        if (unfit.isPresent() || entry == null) {
            return unfit.orElseThrow();
        }
        boolean usedByAnother =
                entry.claimant().isPresent() && !entry.claimant().get().equals(claimant);
        if (usedByAnother) {
            return new Claim.Refused(
                    "the token has been used already; get a new one with 'orion token' on a member", false);
        }
        if (claiming.putIfAbsent(hash, claimant) != null) {
            return new Claim.Refused("the token is being used at this moment; try again in a minute", false);
        }
        return new Claim.Granted(hash, entry.node());
    }

    /// The claimant got in.
    synchronized void used(Claim.Granted claim, NodeId node) throws IOException {
        Entry entry = entries.get(claim.hash());
        String claimant = claiming.remove(claim.hash());
        if (entry != null && claimant != null) {
            entries.put(claim.hash(), new Entry(entry.expiry(), Optional.of(claimant), Optional.of(node)));
            save();
        }
    }

    /// The claimant did not get in: the token is as good as before.
    synchronized void release(Claim.Granted claim) {
        claiming.remove(claim.hash());
    }

    private void save() throws IOException {
        entries.values()
                .removeIf(entry -> clock.instant().isAfter(entry.expiry().plus(VALIDITY)));
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        entries.forEach((hash, entry) -> text.append(hash)
                .append(' ')
                .append(entry.expiry().getEpochSecond())
                .append(' ')
                .append(entry.claimant().orElse(NOBODY))
                .append(' ')
                .append(entry.node().map(NodeId::number).orElse(0))
                .append('\n'));
        SecretFile.replace(file, text.toString());
    }

    private static String hash(String secret) {
        return HexFormat.of()
                .formatHex(CertificateAuthority.sha256(HexFormat.of().parseHex(secret)));
    }
}

package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and certificates on disk.
final class NodeIdentityTest {
    @TempDir
    private Path directory;

    private Path file(String name) {
        return directory.resolve("identity").resolve(name);
    }

    @Test
    void whatWasMadeIsReadBack() throws IOException {
        NodeIdentity made = NodeIdentity.createCluster(directory, "mail", "server-1");
        NodeIdentity read = NodeIdentity.load(directory);

        assertThat(read.name()).isEqualTo("server-1").isEqualTo(made.name());
        assertThat(read.clusterKeys().text()).isEqualTo(made.clusterKeys().text());
        assertThat(read.authority().fingerprint()).isEqualTo(made.authority().fingerprint());
    }

    @Test
    void nobodyElseCanEnterTheFolderOrReadAFile() throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");

        assertThat(mode(directory.resolve("identity"))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory.resolve("identity"))) {
            assertThat(files)
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"web1", "web_1", "7", "a-very-long-name-of-sixty-three-characters-that-is-the-longest-one1"})
    void aCertificateOfAnyNodeNamePassesTheValidatorOfTheJdk(String node) throws GeneralSecurityException {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.create("mail", now);
        X509Certificate certificate =
                authority.issue(node, CertificateAuthority.keyPair().getPublic(), now);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        parameters.setRevocationEnabled(false);

        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);

        assertThat(CertificateAuthority.commonName(certificate)).isEqualTo(node);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).hasSize(2);
        assertThat(authority.certificate().getBasicConstraints()).isZero();
        assertThat(authority.certificate().getNotAfter()).isAfter(Instant.parse("2055-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.key", "node.key", "node.crt", "ca.key", "ca.crt"})
    void aFileThatOthersMayReadIsRefusedWithTheRemedy(String name) throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-r-----"));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> NodeIdentity.load(directory))
                .withMessageContaining("open to other users (rw-r-----)")
                .withMessageContaining("chmod 600 " + file(name));
    }

    @Test
    void aFolderThatOthersMayEnterIsRefusedWithTheRemedy() throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        Files.setPosixFilePermissions(file("."), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> NodeIdentity.load(directory))
                .withMessageContaining("chmod 700 " + directory.resolve("identity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.key", "node.key", "node.crt", "ca.key", "ca.crt"})
    void aMissingFileIsNamed(String name) throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        Files.delete(file(name));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> NodeIdentity.load(directory))
                .withMessageStartingWith("there is no " + file(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.key", "node.key", "node.crt", "ca.key", "ca.crt"})
    void aDamagedFileIsNamed(String name) throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        byte[] content = Files.readAllBytes(file(name));
        Files.write(file(name), "damage".getBytes(StandardCharsets.US_ASCII));
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> NodeIdentity.load(directory))
                .withMessageStartingWith(file(name) + " is damaged");

        content[content.length / 2] ^= 1;
        Files.write(file(name), content);
        if (!name.equals("cluster.key")) {
            assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> NodeIdentity.load(directory));
        }
    }

    @Test
    void filesOfTwoClustersAreNotMixed() throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        Path other = Files.createDirectory(directory.resolve("other"));
        NodeIdentity.createCluster(other, "mail", "server-1");
        for (String name : List.of("node.key", "ca.key")) {
            byte[] own = Files.readAllBytes(file(name));
            Files.write(file(name), Files.readAllBytes(other.resolve("identity").resolve(name)));
            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> NodeIdentity.load(directory))
                    .withMessageContaining("do not belong together");
            Files.write(file(name), own);
        }
        assertThat(NodeIdentity.load(directory).name()).isEqualTo("server-1");
    }

    @Test
    void anIdentityThatIsThereIsNeverOverwritten() throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        byte[] before = Files.readAllBytes(file("node.key"));

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> NodeIdentity.createCluster(directory, "mail", "server-2"))
                .withMessageContaining("exists already");
        assertThat(Files.readAllBytes(file("node.key"))).isEqualTo(before);
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsToldAndLeftAsItWas() {
        Path nowhere = directory.resolve("nowhere");

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> NodeIdentity.createCluster(nowhere, "mail", "server-1"))
                .withMessageContaining("cannot be written to " + nowhere);
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void whatIsRemovedLeavesNothing() throws IOException {
        NodeIdentity.createCluster(directory, "mail", "server-1");
        NodeIdentity.remove(directory);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void noPrinterShowsASecret() throws IOException {
        NodeIdentity identity = NodeIdentity.createCluster(directory, "mail", "server-1");
        Set<String> printed = new HashSet<>(List.of(
                identity.toString(),
                identity.clusterKeys().toString(),
                identity.authority().toString(),
                identity.datagramKeys().toString(),
                identity.boardKey().toString()));

        assertThat(printed).allMatch(text -> text.contains("not shown"));
    }
}

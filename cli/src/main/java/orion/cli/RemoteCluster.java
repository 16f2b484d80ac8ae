package orion.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// A cluster elsewhere.
///
/// @param directory what stands for it here
/// @param servers   whom to ask, in this order
/// @param authority the certificate of whom to believe, as PEM
/// @param token     what to show; secret
record RemoteCluster(Path directory, List<RemoteServer> servers, String authority, String token) {
    private static final Pattern TOKEN = Pattern.compile("orion_[A-Za-z0-9_-]{8,200}");

    RemoteCluster {
        servers = List.copyOf(servers);
        if (!TOKEN.matcher(token).matches()) {
            // It is not told what it is: it may be a secret of something else.
            throw new IllegalArgumentException("holds no token, which is one line that begins with orion_");
        }
    }

    /// Makes connections only to whom the cluster's authority has signed for.
    SSLSocketFactory sockets() throws IOException {
        try {
            Certificate believed = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII)));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", believed);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException broken) {
            throw new IOException(
                    "the certificate of the cluster's authority is none: " + broken.getMessage()
                            + "; it is in identity/ca.crt in the directory of each node",
                    broken);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "cluster of " + directory + " at " + servers;
    }
}

package orion.supervisor.monitor;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whom to believe at the other end of a TLS connection.
public sealed interface PeerTrust {
    /// Whoever is there: for probes, which tell nothing and believe nothing.
    record Anybody() implements PeerTrust {}

    /// Who has one of these very certificates, whatever its name and its issuer.
    record Known(List<X509Certificate> certificates) implements PeerTrust {}

    /// Whose certificate one of these has issued, is valid today, and names the host that was asked.
    record IssuedBy(SSLContext context) implements PeerTrust {}

    /// Begins TLS on a connection, and says nothing yet to who is not believed.
    ///
    /// @param onlyNewest whether only TLS 1.3 will do
    default SSLSocket secure(Socket plain, String host, boolean onlyNewest) throws IOException {
        SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        if (onlyNewest) {
            secure.setEnabledProtocols(new String[] {"TLSv1.3"});
        }
        switch (this) {
            case Anybody anybody -> secure.startHandshake();
            case Known known -> {
                secure.startHandshake();
                if (!known.certificates()
                        .contains((X509Certificate) secure.getSession().getPeerCertificates()[0])) {
                    throw new SSLException("its certificate is not a known one");
                }
            }
            case IssuedBy issued -> {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                secure.startHandshake();
            }
        }
        return secure;
    }

    private SSLContext context() {
        return switch (this) {
            case Anybody anybody -> AnyCertificate.CONTEXT;
            case Known known -> AnyCertificate.CONTEXT;
            case IssuedBy issued -> issued.context();
        };
    }

    /// Those whom one of these has issued their certificate.
    static PeerTrust issuedBy(List<X509Certificate> issuers) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < issuers.size(); i++) {
                store.setCertificateEntry("issuer" + i, issuers.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] managers = factory.getTrustManagers();
            context.init(null, managers, new SecureRandom());
            return new IssuedBy(context);
        } catch (GeneralSecurityException | IOException missing) {
            throw new IllegalStateException("this JDK cannot check certificates", missing);
        }
    }
}

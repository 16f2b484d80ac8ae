package orion.node.security;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import orion.node.network.PinnedTrust;

/// Trusts members of one cluster and nobody else: their certificate must be signed by the authority whose fingerprint
/// is known. Addresses play no part, because nodes may change theirs.
final class PinnedAuthority extends PinnedTrust {
    private final String fingerprint;
    private final InstantSource clock;

    PinnedAuthority(String fingerprint, InstantSource clock) {
        this.fingerprint = fingerprint;
        this.clock = clock;
    }

    @Override
    protected void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length != 2 || !CertificateAuthority.fingerprint(chain[1]).equals(fingerprint)) {
            throw new CertificateException(
                    "it belongs to another cluster than the token; use a token of the cluster that is to be joined");
        }
        try {
            chain[1].verify(chain[1].getPublicKey());
            chain[0].verify(chain[1].getPublicKey());
        } catch (GeneralSecurityException forged) {
            throw new CertificateException("its certificate was not signed by the cluster's authority", forged);
        }
        if (chain[0].getBasicConstraints() >= 0 || chain[1].getBasicConstraints() < 0) {
            throw new CertificateException("its certificate is not one of a node");
        }
        Date now = Date.from(clock.instant());
        try {
            chain[0].checkValidity(now);
            chain[1].checkValidity(now);
        } catch (CertificateException untimely) {
            throw new CertificateException(
                    "its certificate is not valid at this host's time, " + clock.instant() + "; set the clock",
                    untimely);
        }
    }
}

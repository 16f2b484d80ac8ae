package orion.node.board;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;

/// Makes and checks the proofs of a board's blocks, with the keys as they are at that moment: made with the one that
/// writes, believed where one of them made it. A block ends with its proof, which is of as many bytes from its
/// beginning as the caller says.
///
/// Not for use by several threads at once.
final class BoardProof {
    private final BoardKey key;
    private int edition;
    private List<Mac> macs = List.of();

    BoardProof(BoardKey key) {
        this.key = key;
    }

    /// Grows when the keys are exchanged: what was judged before must be judged anew.
    int edition() {
        return key.secrets().edition();
    }

    private List<Mac> macs() {
        BoardKey.Secrets now = key.secrets();
        if (now.edition() != edition) {
            edition = now.edition();
            macs = now.writingFirst().stream().map(BoardKey::mac).toList();
        }
        return macs;
    }

    /// Puts the proof at the end of a block.
    ///
    /// @param proven how many bytes from the beginning it is of
    void put(byte[] block, int proven) {
        byte[] proof = proof(macs().getFirst(), block, proven);
        System.arraycopy(proof, 0, block, block.length - proof.length, proof.length);
    }

    /// Whether somebody who has one of the keys made this block.
    boolean isGood(byte[] block, int proven) {
        for (Mac mac : macs()) {
            if (isBy(mac, block, proven)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it was made with the key that writes now.
    boolean isByTheWritingKey(byte[] block, int proven) {
        return isBy(macs().getFirst(), block, proven);
    }

    private static boolean isBy(Mac mac, byte[] block, int proven) {
        byte[] claimed = Arrays.copyOfRange(block, block.length - BoardKey.PROOF_BYTES, block.length);
        return MessageDigest.isEqual(claimed, proof(mac, block, proven));
    }

    private static byte[] proof(Mac mac, byte[] block, int proven) {
        mac.update(block, 0, proven);
        return mac.doFinal();
    }
}

package orion.node.os;

import java.io.IOException;

/// A call into Linux failed. The message is one clause without a full stop, such as `cannot write 4096 bytes
/// at 2097152 of /dev/sdb: input/output error (EIO)`.
public final class LinuxException extends IOException {
    private final int errno;

    /// @param action what was attempted and on what, beginning with a verb
    public LinuxException(String action, int errno) {
        super("cannot " + action + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /// A call that ended without an error number but did less than asked, such as a short write.
    public LinuxException(String action, String reason) {
        super("cannot " + action + ": " + reason);
        this.errno = 0;
    }

    /// The kernel's error number, 0 where the call did less than asked without giving one.
    public int errno() {
        return errno;
    }
}

package orion.node.os;

/// The kernel's error numbers that this daemon meets, and the words people know them by.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENOTTY = 25;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int EOPNOTSUPP = 95;
    public static final int ECONNREFUSED = 111;
    public static final int ENOMEDIUM = 123;

    private Errno() {}

    /// The reason in words with the kernel's own name behind it, such as `permission denied (EACCES)`.
    public static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted (EPERM)";
            case ENOENT -> "no such file or device (ENOENT)";
            case EINTR -> "interrupted (EINTR)";
            case EIO -> "input/output error (EIO)";
            case ENXIO -> "no such device or address (ENXIO)";
            case EBADF -> "the file is not open (EBADF)";
            case EAGAIN -> "not ready now (EAGAIN)";
            case ENOMEM -> "not enough memory, or above the limit for locked memory (ENOMEM)";
            case EACCES -> "permission denied (EACCES)";
            case EBUSY -> "in use (EBUSY)";
            case EEXIST -> "exists already (EEXIST)";
            case ENODEV -> "no such device (ENODEV)";
            case ENOTDIR -> "a part of the path is not a folder (ENOTDIR)";
            case EISDIR -> "is a folder (EISDIR)";
            case EINVAL -> "not possible with these values (EINVAL)";
            case ENOTTY -> "not a device of this kind (ENOTTY)";
            case EFBIG -> "beyond the largest allowed file size (EFBIG)";
            case ENOSPC -> "no space left (ENOSPC)";
            case EROFS -> "read-only (EROFS)";
            case EPIPE -> "nobody reads it (EPIPE)";
            case EOPNOTSUPP -> "not offered by this device (EOPNOTSUPP)";
            case ECONNREFUSED -> "nobody listens (ECONNREFUSED)";
            case ENOMEDIUM -> "no medium (ENOMEDIUM)";
            default -> "error number " + errno;
        };
    }
}

package orion.node.os;

/// How [DirectFile] opens a file or device.
public enum OpenMode {
    /// For looking only.
    READ,
    /// Reading and writing; each write returns when it is on the medium.
    WRITE,
    /// As `WRITE`, and refused by the kernel when a block device is mounted, held by a volume manager or swapped to.
    WRITE_EXCLUSIVE
}

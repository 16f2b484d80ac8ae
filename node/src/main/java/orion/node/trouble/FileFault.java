package orion.node.trouble;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Why a file or directory could not be used, for a sentence that names it already: Java's own message
/// is often nothing but its path.
public final class FileFault {
    private FileFault() {}

    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it exists already, and is something else";
            case NotDirectoryException _ -> "it is no directory";
            case DirectoryNotEmptyException _ -> "it is not empty";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            case FileSystemException _ -> "the file system refused it";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}

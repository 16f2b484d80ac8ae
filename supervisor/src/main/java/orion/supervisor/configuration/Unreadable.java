package orion.supervisor.configuration;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Why a file cannot be read, for a sentence that has its name already: the library often says nothing but the name.
public final class Unreadable {
    private Unreadable() {}

    public static String why(IOException refused) {
        return switch (refused) {
            case NoSuchFileException none -> "there is no such file";
            case AccessDeniedException closed -> "this user may not";
            case NotDirectoryException file -> "a part of its path is no folder";
            case FileSystemException other ->
                Optional.ofNullable(other.getReason()).orElse(other.getClass().getSimpleName());
            default -> String.valueOf(refused.getMessage());
        };
    }
}

package orion.core.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The text files of all modules, without what a build or a tool has left between them.
final class SourceTree {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea", ".vscode", "node_modules");
    private static final long LARGEST_BYTES = 1_000_000;

    private SourceTree() {}

    /// One file: its path from the top of the tree, with slashes, and its text.
    record SourceFile(String path, String text) {
        boolean isJava() {
            return path.endsWith(".java");
        }

        boolean isTest() {
            return path.contains("/src/test/");
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /// The folder under `src/main/java` or `src/test/java`, which is the package.
        String packageFolder() {
            int start = path.indexOf("/java/") + "/java/".length();
            return path.substring(start, Math.max(start, path.lastIndexOf('/')));
        }

        String module() {
            return path.substring(0, path.indexOf('/'));
        }
    }

    /// Every text file of the tree, ordered by path; what is no UTF-8 text, or too large for one, is left out.
    static List<SourceFile> files() {
        Path top = Path.of(System.getProperty("orion.repository", ".."));
        List<SourceFile> files = new ArrayList<>();
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean entered = folder.equals(top) || !isLeftOut(folder);
                    return entered ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && attributes.size() <= LARGEST_BYTES && !isLeftOut(file)) {
                        try {
                            files.add(new SourceFile(
                                    top.relativize(file).toString().replace('\\', '/'), Files.readString(file)));
                        } catch (MalformedInputException _) {
                            // An image or another binary: there is nothing to read in it.
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException fault) {
            throw new UncheckedIOException("the source tree under " + top.toAbsolutePath() + " cannot be read", fault);
        }
        files.sort((one, other) -> one.path().compareTo(other.path()));
        return files;
    }

    /// In a linked work tree `.git` is a file, so files are asked as folders are.
    private static boolean isLeftOut(Path path) {
        return NOT_SOURCES.contains(String.valueOf(path.getFileName()));
    }
}

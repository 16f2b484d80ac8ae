package orion.core.architecture;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Rules that need to know where a method or a type begins and ends; the compiler's own parser says so.
final class JavaShape {
    private static final int LONGEST_METHOD_LINES = 60;

    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final SourceTree.SourceFile file;
    private final List<String> violations = new ArrayList<>();

    private JavaShape(SourceTree.SourceFile file, CompilationUnitTree unit, DocTrees trees) {
        this.file = file;
        this.unit = unit;
        this.trees = trees;
    }

    /// One line for each method that is too long and each type of a file that says nothing about itself.
    static List<String> violations(SourceTree.SourceFile file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///" + file.name()), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return file.text();
                    }
                };
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, List.of(source));
        task.setLocale(Locale.ROOT);
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            JavaShape shape = new JavaShape(file, unit, DocTrees.instance(task));
            shape.scan();
            return shape.violations;
        } catch (IOException fault) {
            throw new UncheckedIOException(file.path() + " cannot be parsed", fault);
        }
    }

    private void scan() {
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                checkComment(type, getCurrentPath());
                return super.visitClass(type, null);
            }

            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                checkLength(method);
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
    }

    private void checkComment(ClassTree type, TreePath path) {
        boolean topLevel = path.getParentPath().getLeaf() instanceof CompilationUnitTree;
        DocCommentTree comment = trees.getDocCommentTree(path);
        if (topLevel && comment == null) {
            violations.add(file.path() + ": " + type.getSimpleName() + " does not say what it is (/// above it)");
        }
    }

    private void checkLength(MethodTree method) {
        LineMap lines = unit.getLineMap();
        long first = trees.getSourcePositions().getStartPosition(unit, method);
        long last = trees.getSourcePositions().getEndPosition(unit, method);
        if (first < 0 || last < 0) {
            return;
        }
        long length = lines.getLineNumber(last) - lines.getLineNumber(first) + 1;
        if (length > LONGEST_METHOD_LINES) {
            violations.add(file.path() + ": method " + method.getName() + " has " + length + " lines, more than "
                    + LONGEST_METHOD_LINES);
        }
    }
}

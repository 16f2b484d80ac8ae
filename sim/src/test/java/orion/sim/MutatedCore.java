package orion.sim;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The simulator over a core in which one line was changed: that source file is compiled again, and its classes are
/// found before the real ones.
final class MutatedCore implements AutoCloseable {
    private static final Path SOURCES = Path.of("../core/src/main/java/orion/core");
    private static final Path TESTS = Path.of("../core/src/test/java");
    private static final String BY_TEST = "test ";
    private final URLClassLoader loader;
    private final Method run;

    /// Compiles the mutant.
    ///
    /// @param classes an empty folder for its classes
    MutatedCore(CoreMutant mutant, Path classes) throws IOException, ReflectiveOperationException {
        Path file = SOURCES.resolve(mutant.file());
        String source = Files.readString(file);
        int at = source.indexOf(mutant.original());
        if (at < 0 || source.indexOf(mutant.original(), at + 1) >= 0) {
            throw new AssertionError(mutant + " does not apply: '" + mutant.original() + "' must stand exactly once in "
                    + file + "; change the mutant as the rule's code has changed");
        }
        Path changed = Files.createDirectories(classes.resolve("source")).resolve(file.getFileName());
        Files.writeString(changed, source.replace(mutant.original(), mutant.mutated()));
        compile(mutant, changed, classes);
        if (mutant.command().startsWith(BY_TEST)) {
            compile(mutant, TESTS.resolve(testClass(mutant.command()).replace('.', '/') + ".java"), classes);
        }
        List<URL> path = new ArrayList<>();
        path.add(classes.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        // Nothing is taken from this test's own loader, or the real core would be found there.
        loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        run = loader.loadClass(Main.class.getName()).getMethod("run", List.class, Consumer.class, Consumer.class);
    }

    private static void compile(CoreMutant mutant, Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String path = classes + File.pathSeparator + System.getProperty("java.class.path");
            List<String> options =
                    List.of("-proc:none", "-d", classes.toString(), "-cp", path, "-sourcepath", TESTS.toString());
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new AssertionError(mutant + " cannot be compiled: " + complaints);
            }
        }
    }

    private static String testClass(String command) {
        return "orion.core." + command.substring(BY_TEST.length());
    }

    /// Runs a command of the simulator, or the tests of one class of the core.
    ///
    /// @return what it printed
    String run(String command) throws ReflectiveOperationException {
        StringBuilder printed = new StringBuilder();
        Consumer<String> printer = line -> printed.append(line).append('\n');
        if (command.startsWith(BY_TEST)) {
            runTests(loader.loadClass(testClass(command)), printer);
            return printed.toString();
        }
        Consumer<String> nobody = text -> {};
        run.invoke(null, List.of(command.split(" ", -1)), printer, nobody);
        return printed.toString();
    }

    private static void runTests(Class<?> tests, Consumer<String> printer) throws ReflectiveOperationException {
        Constructor<?> constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        for (Method method : tests.getDeclaredMethods()) {
            boolean isTest = Arrays.stream(method.getAnnotations())
                    .anyMatch(
                            annotation -> annotation.annotationType().getName().equals(Test.class.getName()));
            if (isTest) {
                method.setAccessible(true);
                try {
                    method.invoke(constructor.newInstance());
                } catch (InvocationTargetException broken) {
                    printer.accept(method.getName() + " failed: " + broken.getCause());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}

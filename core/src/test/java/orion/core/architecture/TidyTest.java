package orion.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.architecture.SourceTree.SourceFile;

/// The source tree of all modules keeps the rules of docs/style.md, and each of them can fail.
final class TidyTest {
    private static final SourceFile MARKED =
            new SourceFile("core/src/test/java/a/package-info.java", "@NullMarked\npackage a;\n");

    @Test
    void theWholeTreeIsTidy() {
        List<SourceFile> files = SourceTree.files();

        assertThat(files).extracting(SourceFile::path).contains("pom.xml", "orion", "core/pom.xml", "cli/pom.xml");
        assertThat(Tidiness.violations(files)).isEmpty();
    }

    @Test
    void anOrdinaryFileIsTidy() {
        assertThat(Tidiness.violations(
                        List.of(MARKED, java("/// A thing.\nclass Thing { int network() { return 1; } }"))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("untidy")
    void whatIsUntidyIsFound(String text, String complaint) {
        assertThat(Tidiness.violations(List.of(MARKED, java(text))))
                .singleElement()
                .asString()
                .contains("core/src/test/java/a/A.java")
                .contains(complaint);
    }

    static Stream<Arguments> untidy() {
        return Stream.of(
                Arguments.of("/// A.\nclass A {}\n" + "\n".repeat(399), "401 lines, more than 400"),
                Arguments.of("/// A.\nclass A { void a() {" + "\n".repeat(60) + "} }", "method a has 61 lines"),
                Arguments.of("class A {}", "does not say what it is"),
                Arguments.of("/// A.\nclass A {} // TO" + "DO more", "leaves work undone"),
                Arguments.of("/// A.\nclass A {} // FIX" + "ME", "leaves work undone"),
                Arguments.of("/// A.\nclass A { void a() { Thread.sl" + "eep(1); } }", "waits for luck"),
                Arguments.of("/// A.\nclass A { String a = \"\\\\p{Cn" + "trl}\"; }", "of ASCII only"),
                Arguments.of("/// A.\nclass A { @Dis" + "abled void a() {} }", "skips a test"),
                Arguments.of("/// A.\nclass A { void a() { assume" + "True(false); } }", "skips a test"),
                Arguments.of("/// A.\nclass A { String a = \"/wo" + "rk/main/x\"; }", "a folder of one machine"),
                Arguments.of("/// A.\nclass A { String a = \"/tmp/w" + "t/x\"; }", "a folder of one machine"),
                Arguments.of("/// A.\nclass AddressUt" + "il {}", "a name that does not say"),
                Arguments.of("/// A.\nfinal class AddressHel" + "per {}", "a name that does not say"),
                Arguments.of("/// A.\nrecord AddressMan" + "ager() {}", "a name that does not say"));
    }

    @Test
    void aPackageWithoutNullMarkIsFound() {
        assertThat(Tidiness.violations(List.of(java("/// A.\nclass A {}"))))
                .containsExactly("core a: has no package-info.java with @NullMarked");
    }

    private static SourceFile java(String text) {
        return new SourceFile("core/src/test/java/a/A.java", text);
    }
}

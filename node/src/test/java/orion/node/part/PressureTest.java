package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How busy the host was, from what the kernel counts.
final class PressureTest {
    @TempDir
    private Path folder;

    @Test
    void itSaysHowMuchOfTheTimeSomethingWaited() throws IOException {
        write(
                "cpu",
                "some avg10=6.64 avg60=1.76 avg300=0.39 total=689524678\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        write(
                "memory",
                "some avg10=0.00 avg60=12.50 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        write(
                "io",
                "some avg10=97.10 avg60=40.02 avg300=9.00 total=99\nfull avg10=90.00 avg60=0.00 avg300=0.00 total=0\n");

        assertThat(Pressure.in(folder))
                .hasValue("waiting on this host, of the last 10 s and the last minute: for processors 6 % and 1 %,"
                        + " for memory 0 % and 12 %, for disks 97 % and 40 %");
    }

    @Test
    void whatTheKernelDoesNotCountIsLeftOut() throws IOException {
        write("cpu", "something new\n");
        write("io", "some avg10=97.10 avg60=40.02 avg300=9.00 total=99\n");

        assertThat(Pressure.in(folder))
                .hasValue("waiting on this host, of the last 10 s and the last minute: for disks 97 % and 40 %");
        assertThat(Pressure.in(folder.resolve("none"))).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}

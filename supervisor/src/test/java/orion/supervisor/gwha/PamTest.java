package orion.supervisor.gwha;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Log-ins against the real PAM of this host, with accounts that exist only in a mount namespace of the test.
@Tag("root")
final class PamTest {
    @TempDir
    private Path folder;

    /// Runs inside the namespace: says what becomes of each pair of words.
    static final class Asking {
        private Asking() {}

        public static void main(String[] words) {
            for (int i = 0; i < words.length; i += 2) {
                System.out.println(words[i] + " " + words[i + 1] + ": "
                        + new PamAccounts(
                                        List.of("gwha", "late", "locked", "nobody-there", "root", "toor", "away"),
                                        words[i].equals("away") ? "away" : "gwha")
                                .refusal(words[i], words[i + 1], "192.0.2.1")
                                .orElse("good"));
            }
        }
    }

    private List<String> ask(String... words) throws Exception {
        String hash = "$(openssl passwd -6 right)";
        Files.writeString(
                folder.resolve("set-up.sh"), """
                set -e
                for file in passwd shadow; do cp /etc/$file %1$s/$file; done
                hash=%2$s
                id=60001
                for account in gwha late locked; do
                    echo "$account:x:$id:65534::/:/usr/sbin/nologin" >>%1$s/passwd
                    id=$((id + 1))
                done
                echo "gwha:$hash:20000:0:99999:7:::" >>%1$s/shadow
                echo "late:$hash:10000:0:99999:7::10001:" >>%1$s/shadow
                echo "locked:!$hash:20000:0:99999:7:::" >>%1$s/shadow
                echo "toor:x:0:0::/:/bin/sh" >>%1$s/passwd
                echo "toor:$hash:20000:0:99999:7:::" >>%1$s/shadow
                sed -i "s|^root:[^:]*:|root:$hash:|" %1$s/shadow
                cp -r /etc/pam.d %1$s/pam.d
                cp %3$s/dist/pam.d/gwha %1$s/pam.d/gwha
                echo "auth required pam_debug.so auth=authinfo_unavail" >%1$s/pam.d/away
                for file in passwd shadow pam.d; do mount --bind %1$s/$file /etc/$file; done
                exec "$@"
                """.formatted(folder, hash, System.getProperty("orion.repository")));
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                folder + "/set-up.sh",
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void whoMayLogInIsForPamToSay() throws Exception {
        String wrong = PamAccounts.WRONG;
        List<String> said = ask(
                "gwha",
                "right",
                "gwha",
                "wrong",
                "gwha",
                "",
                "late",
                "right",
                "late",
                "wrong",
                "locked",
                "right",
                "nobody-there",
                "right",
                "root",
                "right",
                "toor",
                "right",
                "nobody",
                "right",
                "away",
                "right");

        assertThat(said.get(3))
                .contains("late right: the password is right and the account 'late' may not log in", "chage -l late");
        // Nobody knows whether that password is right.
        assertThat(said.getLast())
                .contains("away right: log-ins cannot be checked on that host", "/etc/pam.d/away")
                .doesNotContain("the password is right");
        assertThat(said.subList(0, said.size() - 1).stream().filter(line -> !line.startsWith("late right")))
                .containsExactly(
                        "gwha right: good",
                        "gwha wrong: " + wrong,
                        "gwha : " + wrong,
                        "late wrong: " + wrong,
                        "locked right: " + wrong,
                        "nobody-there right: " + wrong,
                        "root right: " + wrong,
                        "toor right: " + wrong,
                        "nobody right: " + wrong);
    }
}

package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of words that make no sense: what, where and what to do, and nothing in the parser's own words.
final class UsageFaultTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "events -n many | -n takes a whole number, not 'many'; see orion events --help",
                "events -n 99999999999 | -n takes a whole number, not '99999999999'; see orion events --help",
                "events -n | -n needs a value, N; see orion events --help",
                "events -n 0 | -n takes 1 to 2000, not 0; see orion events --help",
                "online web --wait soon | --wait takes a whole number, not 'soon'; see orion online --help",
                "online | RESOURCE is missing; see orion online --help",
                "online web node1 node2 | 'node2' is one word too many; see orion online --help",
                "online web --frobnicate | there is no option '--frobnicate'; see orion online --help",
                "init --cluster c --node n --address 10.0.0.1:7 --bord X | there is no option '--bord', but there"
                        + " is --board; see orion init --help",
                "init --cluster c --node n --address 10.0.0.1:7 --bord=X | there is no option '--bord', but there"
                        + " is --board; see orion init --help",
                "init --cluster c --node n --address 10.0.0.1:7 | --board DISK is missing; see orion init --help",
                "status --jsno | there is no option '--jsno', but there is --json; see orion status --help",
                "view --json=3 | --json takes no value; see orion view --help",
                "migrate web | NODE is missing; see orion migrate --help",
                "enroll word --node n2 | --address IP:PORT is missing; see orion enroll --help",
                "enroll word --address 10.0.0.1:7 --node | --node needs a value, NAME; see orion enroll --help",
                "enroll word --address 10.0.0.1:7 --node a --node b | --node is given more than once;"
                        + " see orion enroll --help",
                "sbd frobnicate | there is no command 'frobnicate'; see orion sbd --help",
                "sbd init --node first | --node takes a whole number, not 'first'; see orion sbd init --help",
                "frobnicate | there is no command 'frobnicate'; see orion --help",
            })
    void theSentenceIsOurs(String words, String sentence) {
        CommandRun.Outcome outcome = new CommandRun().run(words.split(" "));

        assertThat(outcome.errors()).isEqualTo("orion: " + sentence + ".\n");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }
}

package orion.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import orion.core.configuration.Endpoint;
import orion.node.daemon.OwnAddresses;
import orion.node.daemon.SetupException;
import orion.node.witness.WitnessWord;
import orion.node.witness.server.WitnessDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion witness init`: makes a witness, and prints the word for nodes.
@Command(name = "init", description = "Make a witness in DIR and print the word with which nodes reach it.")
final class WitnessInitCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(
            names = "--address",
            required = true,
            paramLabel = "IP:PORT",
            description = "an address of this host at which all nodes reach it, and a TCP port")
    private String address = "";

    @Option(names = "--size", paramLabel = "SIZE", description = "of its file, such as 64M; 32M when left out")
    private String size = WitnessDirectory.USUAL_BYTES + "";

    @Option(names = "--force", description = "destroy the witness that is there")
    private boolean force;

    @Override
    public Integer call() throws CommandFailure {
        WitnessDirectory directory = WitnessPlace.of(spec);
        try {
            WitnessWord word = directory.create(endpoint(), bytes(), force);
            if (format.json()) {
                format.write(WitnessReport.of(word));
            } else {
                Screen.of(spec).line(word.text());
                Screen.of(spec)
                        .errorLine("The witness is made in " + directory + "; the line above is its word, and secret."
                                + " Run it with 'orion witness --dir " + directory + "'.");
            }
            return ExitCode.DONE;
        } catch (IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    private Endpoint endpoint() throws CommandFailure {
        try {
            Endpoint endpoint = Endpoint.parse(address);
            OwnAddresses.requireOwn(endpoint);
            requireFree(endpoint);
            return endpoint;
        } catch (SetupException other) {
            throw new CommandFailure(
                    other.getMessage() + "; give the one at which all nodes reach this witness with --address", other);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    wrong.getMessage() + "; give an address of this host and a free port with --address", wrong);
        }
    }

    private static void requireFree(Endpoint endpoint) throws CommandFailure {
        try {
            OwnAddresses.requireFreeForTcp(endpoint);
        } catch (SetupException taken) {
            throw new CommandFailure(String.valueOf(taken.getMessage()), taken);
        }
    }

    private long bytes() throws CommandFailure {
        String text = size.toUpperCase(Locale.ROOT);
        if (!text.matches("[1-9][0-9]{0,11}[KMG]?")) {
            throw new CommandFailure("--size takes a number of bytes, or of K, M or G as in 32M, not '" + size
                    + "'; leave it out for 32M");
        }
        char unit = text.charAt(text.length() - 1);
        int shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
        return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    }
}

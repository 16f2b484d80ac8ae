package orion.node.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import orion.core.configuration.PartDefinition;

/// A program that holds an address in the network it is started in, until a line comes in. Arguments: a folder, the
/// address with the length of its network.
final class AddressHolder {
    private AddressHolder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workplace place = new Workplace(Path.of(arguments[0]));
        ResourceRunner runner =
                place.runner(HostAccess.usual(), new PartDefinition.Address(arguments[1], Optional.empty()));
        System.out.println(runner.load().reason());
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            input.readLine();
        }
        System.out.println("stopped: " + runner.kill());
    }
}

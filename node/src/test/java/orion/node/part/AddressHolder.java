package orion.node.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import orion.core.configuration.PartDefinition;

/// A program that holds an address in the network it is started in, until the line `end` comes in. Each
/// line before it lets one announcement go on; those whose lease has ended, which it does after some
/// of them, go on by themselves. Each that asks for the lease is printed. Arguments: a folder, the
/// address with the length of its network, the number of announcements.
final class AddressHolder {
    private AddressHolder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workplace place = new Workplace(Path.of(arguments[0]));
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[2]));
        Semaphore told = new Semaphore(0);
        place.lease = () -> {
            if (!Thread.currentThread().getName().startsWith("announce")) {
                return true;
            }
            boolean valid = left.getAndDecrement() > 0;
            if (valid) {
                told.acquireUninterruptibly();
            }
            System.out.println(valid ? "told" : "refused");
            return valid;
        };
        ResourceRunner runner =
                place.runner(HostAccess.usual(), new PartDefinition.Address(arguments[1], Optional.empty()));
        System.out.println(runner.load().reason());
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null && !line.equals("end"); line = input.readLine()) {
                told.release();
            }
        }
        System.out.println("stopped: " + runner.kill());
    }
}

package orion.node.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import orion.node.guard.Guard;

/// A program that holds a resource as the daemon does, to be killed by [GuardTest]. Arguments: the folder, the guard's
/// script, `groups` or `marks`, and the program that reboots, where there is one.
final class GuardedDaemon {
    private GuardedDaemon() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workplace place = new Workplace(Path.of(arguments[0]));
        Optional<Path> reboot = arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
        Guard guard = Guard.start(place.run, Path.of(arguments[1]), reboot, System.err::println);
        HostAccess host = arguments[2].equals("groups") ? HostAccess.usual() : Workplace.WITHOUT_GROUPS;
        String load = place.script(
                "load", "setsid sh -c 'sleep 1000; :' &", "mkdir " + place.folder + "/mounted", "sleep 0.1");
        String unload = place.script(
                "unload",
                "[ \"$ORION_RESOURCE $ORION_NODE\" = 'web node1' ] || exit 1",
                "rmdir " + place.folder + "/mounted");
        ResourceRunner runner =
                place.runner(host, Workplace.shell("sleep 1000 & sleep 1000"), place.scripts(load, unload));
        ResourceOutcome outcome = runner.load();
        System.out.println((outcome.ok() ? "loaded " + guard.pid() : outcome.reason()));
        new CountDownLatch(1).await();
    }
}

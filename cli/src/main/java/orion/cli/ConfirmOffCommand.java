package orion.cli;

import picocli.CommandLine.Command;

/// `orion confirm-off NODE`: a person vouches that a host is without power, so that what it held may start elsewhere.
@Command(
        name = "confirm-off",
        description = "Vouch that a node's host is without power. If it is not, data will be destroyed.")
final class ConfirmOffCommand extends HostOrder {
    ConfirmOffCommand() {
        super("confirm-off", "nothing was confirmed");
    }

    @Override
    String consequence(String name) {
        return "What " + name
                + " held will start elsewhere, and if its host is not without power, data will be destroyed";
    }
}

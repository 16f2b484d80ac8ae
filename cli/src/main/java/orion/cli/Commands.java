package orion.cli;

import java.util.List;
import orion.cli.demo.DemoCommand;
import picocli.CommandLine;

/// The commands of `orion`. Making one reads all its options, and making all of them takes longer than anything
/// that a command does, so a call makes only the one that it names.
final class Commands {
    /// In the order of the help.
    static final List<String> NAMES = List.of(
            "view",
            "status",
            "resources",
            "online",
            "offline",
            "migrate",
            "alert",
            "explain",
            "what-if",
            "check",
            "join",
            "leave",
            "down",
            "events",
            "apply",
            "set",
            "export",
            "diff",
            "history",
            "rollback",
            "confirm",
            "create",
            "template",
            "delete",
            "confirm-off",
            "fence",
            "maintenance",
            "init",
            "token",
            "keys",
            "access",
            "remote",
            "enroll",
            "node",
            "ocf",
            "ncsfuncs",
            "sbd",
            "witness",
            "demo",
            "bench",
            "sim",
            "completion",
            "version");

    /// The completion is of all commands.
    private static final String OF_ALL = "completion";

    /// An option of all commands that has a value.
    private static final String DIRECTORY = "--dir";

    private Commands() {}

    /// The names of the commands that a call needs: all of them where it is about all, or names none that there
    /// is.
    static List<String> needed(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals(DIRECTORY)) {
                i++;
            } else if (!words[i].startsWith("-")) {
                boolean alone = NAMES.contains(words[i]) && !words[i].equals(OF_ALL);
                return alone ? List.of(words[i]) : NAMES;
            }
        }
        return NAMES;
    }

    /// A new one: an object with picocli's annotations, or a whole command line.
    static Object make(String name) {
        return switch (name) {
            case "view" -> new ViewCommand();
            case "status" -> new StatusCommand();
            case "resources" -> new ResourcesCommand();
            case "online" -> new OnlineCommand();
            case "offline" -> new OfflineCommand();
            case "migrate" -> new MigrateCommand();
            case "alert" -> new AlertCommand();
            case "explain" -> new ExplainCommand();
            case "what-if" -> new WhatIfCommand();
            case "check" -> new CheckCommand();
            case "join" -> new JoinCommand();
            case "leave" -> new LeaveCommand();
            case "down" -> new DownCommand();
            case "events" -> new EventsCommand();
            case "apply" -> new ApplyCommand();
            case "set" -> new SetCommand();
            case "export" -> new ExportCommand();
            case "diff" -> new DiffCommand();
            case "history" -> new HistoryCommand();
            case "rollback" -> new RollbackCommand();
            case "confirm" -> new ConfirmCommand();
            case "create" -> new CreateCommand();
            case "template" -> new TemplateCommand();
            case "delete" -> new DeleteCommand();
            case "confirm-off" -> new ConfirmOffCommand();
            case "fence" -> new FenceCommand();
            case "maintenance" -> new MaintenanceCommand();
            case "init" -> new InitCommand();
            case "token" -> new TokenCommand();
            case "keys" -> new KeysCommand();
            case "access" -> new AccessCommand();
            case "remote" -> new RemoteCommand();
            case "enroll" -> new EnrollCommand();
            case "node" -> new NodeCommand();
            case "ocf" -> new OcfCommand();
            case "ncsfuncs" -> new NcsfuncsCommand();
            case "sbd" -> new SbdCommand();
            case "witness" -> new WitnessCommand();
            case "demo" -> new DemoCommand();
            case "bench" -> new BenchCommand();
            // Behind its first word everything is the simulator's own.
            case "sim" -> new CommandLine(new SimCommand()).setStopAtPositional(true);
            case OF_ALL -> new CompletionCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }
}

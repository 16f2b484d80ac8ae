package orion.node.daemon;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import orion.core.lint.HostFacts;
import orion.node.alert.Post;

/// How a daemon is started.
///
/// @param directory   the node's directory, made by `init` or `enroll`
/// @param watchdog    see [Watchdogs]
/// @param fence       what to do when not everything can be stopped
/// @param run         where run-time files go; empty for the usual place
/// @param guardScript the script that stops everything when the daemon dies
/// @param obeysMessages whether messages of the tool `sbd` are obeyed, or only told
/// @param realTime    whether the threads that must not be late go before ordinary ones, where permitted
/// @param agents      asked for what is dangerous about the single daemons of this host
/// @param post        how to reach the local mail server
public record DaemonOptions(
        Path directory,
        String watchdog,
        Fence fence,
        Optional<Path> run,
        Path guardScript,
        boolean obeysMessages,
        boolean realTime,
        Supplier<HostFacts.Agents> agents,
        Post.Office post) {}

package orion.node.access;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Role;

/// What of an edit changes what runs as root. Decided on the definitions before and after, because the same words may
/// lead to anything: a file repeats what is there already, and going back to an earlier edit names no part at all.
public final class RootWork {
    private RootWork() {}

    /// Resources that get a part which runs as root and which they did not have, or another order of them. To take the
    /// last away is no such thing: what it has loaded is unloaded as the author of its script wrote it. To take
    /// away one under another is, because a command without its volume may find another program in its place.
    public static SortedSet<String> added(ClusterConfiguration before, ClusterConfiguration after) {
        SortedSet<String> changed = new TreeSet<>();
        for (ResourceDefinition resource : after.resources().values()) {
            ResourceDefinition earlier = before.resources().get(resource.name());
            List<PartDefinition> had = earlier == null ? List.of() : rootWork(earlier);
            List<PartDefinition> has = rootWork(resource);
            if (has.size() > had.size() || !has.equals(had.subList(0, has.size()))) {
                changed.add(resource.name());
            }
        }
        return changed;
    }

    private static List<PartDefinition> rootWork(ResourceDefinition resource) {
        return resource.parts().stream().filter(RootWork::isRootWork).toList();
    }

    /// Why an edit that adds these needs more than an administrator.
    public static String objection(Caller caller, SortedSet<String> changed) {
        return caller.name() + " lacks the role " + Role.SCRIPT_AUTHOR.word()
                + ": the edit changes what runs as root in"
                + (changed.size() == 1 ? " resource " : " resources ") + String.join(", ", changed)
                + "; nothing was changed";
    }

    /// A volume is one, because a file system of one's own over the host's programs is as good as a script.
    private static boolean isRootWork(PartDefinition part) {
        return switch (part) {
            case PartDefinition.Address _, PartDefinition.Licences _ -> false;
            case PartDefinition.Volume _,
                    PartDefinition.Command _,
                    PartDefinition.Unit _,
                    PartDefinition.Ocf _,
                    PartDefinition.Script _ -> true;
        };
    }
}

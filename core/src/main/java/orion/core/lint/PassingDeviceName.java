package orion.core.lint;

import java.util.regex.Pattern;
import orion.core.configuration.ResourceDefinition;

/// A device by a name that may belong to another one after the next boot.
final class PassingDeviceName {
    static final LintRule RULE = new LintRule(
            "passing-device-name",
            Severity.WARNING,
            "names such as `/dev/sdb` are given in the order in which disks are found, so they may be another disk after the next boot, or on another node",
            "name the device by a lasting name: `ls -l /dev/disk/by-id`",
            PassingDeviceName::look);

    private static final Pattern PASSING =
            Pattern.compile("/dev/((sd|vd|xvd|hd)[a-z]+[0-9]*|(nvme|dm-|md|loop)[0-9][0-9a-z]*)");

    private PassingDeviceName() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            Situation.volumes(resource)
                    .filter(volume -> PASSING.matcher(volume.device()).matches())
                    .forEach(volume -> found.resource(
                            resource,
                            "parts",
                            volume.device() + " may be another disk after the next boot, or on another node",
                            "name it by a lasting name; this lists them: ls -l /dev/disk/by-id"));
        }
    }
}

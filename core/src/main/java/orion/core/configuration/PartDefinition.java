package orion.core.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One thing that a resource consists of. Parts are loaded in the order of the resource's list and unloaded
/// in reverse. Every kind checks itself when it is made: a definition that exists can be carried out, apart
/// from what only the host knows (is the device there, is the script executable).
public sealed interface PartDefinition {
    /// A few words for messages and lists: the kind and what tells this part from others.
    String label();

    /// An IP address that moves with the resource.
    ///
    /// @param cidr the address with the length of its network, `192.0.2.10/24` or `2001:db8::10/64`
    /// @param device the network card that gets it; when empty it is found from the cards' own networks
    record Address(String cidr, Optional<String> device) implements PartDefinition {
        // The kernel's limit for names of network cards, without the closing zero.
        private static final int LONGEST_DEVICE = 15;

        public Address {
            DefinitionRules.filledLine("address", cidr, 64);
            try {
                IpPrefix.parse(cidr);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("address " + wrong.getMessage(), wrong);
            }
            device.ifPresent(Address::checkDevice);
        }

        /// The address and its network in a form that can be computed with.
        public IpPrefix prefix() {
            return IpPrefix.parse(cidr);
        }

        /// The address as written, without the length of the network.
        public String host() {
            return cidr.substring(0, cidr.indexOf('/'));
        }

        @Override
        public String label() {
            return "address " + cidr;
        }

        private static void checkDevice(String name) {
            DefinitionRules.filledLine("network card of an address", name, LONGEST_DEVICE);
            if (name.startsWith("-") || name.indexOf('/') >= 0 || name.indexOf(' ') >= 0) {
                throw new IllegalArgumentException(
                        "network card \"%s\" is not a name of a network card".formatted(name));
            }
        }
    }

    /// A file system on a disk that several hosts can reach, mounted on one of them only.
    ///
    /// @param device the block device, best by a lasting name such as those in `/dev/disk/by-id`
    /// @param type `ext4` or `xfs`
    /// @param mountPoint where it is mounted; made when missing
    /// @param options options for mount, comma separated, may be empty
    record Volume(String device, String type, String mountPoint, String options) implements PartDefinition {
        public Volume {
            DefinitionRules.absolutePath("device of a volume", device);
            DefinitionRules.absolutePath("mount point of a volume", mountPoint);
            DefinitionRules.line("mount options", options, 512);
            if (!type.equals("ext4") && !type.equals("xfs")) {
                throw new IllegalArgumentException(
                        "file system type \"%s\" of volume %s is not known; ext4 and xfs are".formatted(type, device));
            }
            if (options.startsWith("-") || options.indexOf(' ') >= 0) {
                throw new IllegalArgumentException(
                        "mount options \"%s\" must be words separated by commas, without blanks".formatted(options));
            }
        }

        @Override
        public String label() {
            return "volume " + mountPoint;
        }
    }

    /// A program that serves. It is either started by the cluster itself or handed to systemd.
    sealed interface Service extends PartDefinition {}

    /// A program that stays in the foreground and is watched by the cluster; its exit is noticed at once.
    ///
    /// @param command the program and its arguments, run without a shell
    /// @param stopCommand what ends it in an orderly way; when empty the program gets SIGTERM
    /// @param stopTimeoutSeconds how long an orderly end may take before the program is killed
    /// @param environment variables set for the program, in this order
    /// @param readyWhen `host:port` that accepts connections when the program is ready; when empty it counts as
    ///     loaded if it has not ended shortly after its start
    record Command(
            List<String> command,
            List<String> stopCommand,
            int stopTimeoutSeconds,
            Map<String, String> environment,
            Optional<String> readyWhen)
            implements Service {
        public static final int DEFAULT_STOP_TIMEOUT_SECONDS = 10;

        public Command {
            command = List.copyOf(command);
            stopCommand = List.copyOf(stopCommand);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            DefinitionRules.count("command of a service", command, 1, 256);
            DefinitionRules.count("stop command of a service", stopCommand, 0, 256);
            checkArguments("command of a service", command);
            checkArguments("stop command of a service", stopCommand);
            DefinitionRules.timeoutSeconds("stop time-out of a service", stopTimeoutSeconds);
            checkEnvironment(environment);
            readyWhen.ifPresent(Command::checkReadyWhen);
        }

        public Command(List<String> command) {
            this(command, List.of(), DEFAULT_STOP_TIMEOUT_SECONDS, new TreeMap<>(), Optional.empty());
        }

        @Override
        public String label() {
            return "service " + command.getFirst();
        }

        private static void checkArguments(String what, List<String> arguments) {
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                if (i == 0) {
                    DefinitionRules.filledLine("program in the " + what, argument, DefinitionRules.LONGEST_PATH);
                }
                if (argument.indexOf('\0') >= 0 || argument.length() > DefinitionRules.LONGEST_TEXT) {
                    throw new IllegalArgumentException(
                            "argument %d of the %s must have at most %d characters and no zero byte"
                                    .formatted(i, what, DefinitionRules.LONGEST_TEXT));
                }
            }
        }

        private static void checkEnvironment(Map<String, String> environment) {
            DefinitionRules.count("environment of a service", List.copyOf(environment.keySet()), 0, 128);
            environment.forEach((name, value) -> {
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                    throw new IllegalArgumentException(
                            "\"%s\" is not a name of an environment variable".formatted(name));
                }
                DefinitionRules.line("environment variable " + name, value, DefinitionRules.LONGEST_TEXT);
            });
        }

        private static void checkReadyWhen(String hostAndPort) {
            DefinitionRules.filledLine("readiness probe", hostAndPort, 128);
            int colon = hostAndPort.lastIndexOf(':');
            String port = hostAndPort.substring(colon + 1);
            boolean good = colon > 0 && port.matches("[0-9]{1,5}");
            if (!good || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException(
                        "readiness probe \"%s\" must look like address:port, for example 192.0.2.10:80"
                                .formatted(hostAndPort));
            }
        }
    }

    /// A unit of systemd that is started and stopped with the resource. It must not be enabled at boot.
    ///
    /// @param unit the full name of the unit, `nginx.service`
    record Unit(String unit) implements Service {
        public Unit {
            DefinitionRules.filledLine("systemd unit", unit, 255);
            if (!unit.matches("[A-Za-z0-9:_.@\\\\][A-Za-z0-9:_.@\\\\-]*") || unit.indexOf('.') < 0) {
                throw new IllegalArgumentException(
                        "systemd unit \"%s\" must be a full unit name such as nginx.service".formatted(unit));
            }
        }

        @Override
        public String label() {
            return "unit " + unit;
        }
    }

    /// A resource agent of the Open Cluster Framework, version 1, as other cluster managers run it.
    ///
    /// @param provider the folder the agent is in, `heartbeat`
    /// @param type its name there, `IPaddr2`
    /// @param parameters what it is told, by name; the agent's own description says what it knows
    record Ocf(String provider, String type, Map<String, String> parameters) implements PartDefinition {
        public static final int MOST_PARAMETERS = 128;

        public Ocf {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            checkWord("provider of an agent", provider);
            checkWord("type of an agent", type);
            DefinitionRules.count("parameters of an agent", List.copyOf(parameters.keySet()), 0, MOST_PARAMETERS);
            parameters.forEach((name, value) -> {
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                    throw new IllegalArgumentException("\"%s\" is not a name of an agent's parameter".formatted(name));
                }
                DefinitionRules.line("parameter " + name, value, DefinitionRules.LONGEST_TEXT);
            });
        }

        private static void checkWord(String what, String word) {
            DefinitionRules.filledLine(what, word, DefinitionRules.LONGEST_NAME);
            if (!word.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*")) {
                throw new IllegalArgumentException("%s \"%s\" must be a plain name".formatted(what, word));
            }
        }

        @Override
        public String label() {
            return "agent ocf:" + provider + ":" + type;
        }
    }

    /// Licences for connections: no more clients than that are connected to an address at a time.
    ///
    /// @param address the address, without the length of its network; a part `address` brings it
    /// @param ports   the TCP ports that count, together; all when empty
    /// @param units   how many connections there may be
    record Licences(String address, List<Integer> ports, int units) implements PartDefinition {
        public static final int MOST_PORTS = 16;
        private static final int MOST_UNITS = 1_000_000;

        public Licences {
            ports = List.copyOf(ports);
            DefinitionRules.filledLine("address of licences", address, 64);
            try {
                IpPrefix.parse(address + (address.indexOf(':') >= 0 ? "/128" : "/32"));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("address of licences " + wrong.getMessage(), wrong);
            }
            if (ports.size() > MOST_PORTS
                    || ports.stream().anyMatch(port -> port < 1 || port > 65_535)
                    || ports.stream().distinct().count() < ports.size()) {
                throw new IllegalArgumentException(
                        "ports of licences must be at most %d different numbers from 1 to 65535".formatted(MOST_PORTS));
            }
            if (units < 1 || units > MOST_UNITS) {
                throw new IllegalArgumentException(
                        "%d licences are not possible; there must be 1 to %d".formatted(units, MOST_UNITS));
            }
        }

        @Override
        public String label() {
            return units + " licences for " + address;
        }
    }

    /// Scripts of the administrator, run as they are. Programs that the load script leaves behind belong to the
    /// resource and are ended with it.
    ///
    /// @param load absolute path of the executable that brings the part up
    /// @param unload absolute path of the executable that takes it down
    /// @param monitor absolute path of the executable whose exit status 0 means healthy
    record Script(String load, String unload, Optional<String> monitor) implements PartDefinition {
        public Script {
            DefinitionRules.absolutePath("load script", load);
            DefinitionRules.absolutePath("unload script", unload);
            monitor.ifPresent(path -> DefinitionRules.absolutePath("monitor script", path));
        }

        @Override
        public String label() {
            return "script " + load;
        }
    }
}

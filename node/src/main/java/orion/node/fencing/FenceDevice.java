package orion.node.fencing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// A device that can cut the power of a host, and how its agent is called.
///
/// @param agent          a program by its name, such as `fence_ipmilan`, or by its path
/// @param timeoutSeconds after which a call has failed
/// @param options        what the agent reads, secrets among them: never shown
public record FenceDevice(String name, String agent, int timeoutSeconds, Map<String, String> options) {
    /// How long a call may take where nothing is said.
    public static final int DEFAULT_TIMEOUT_SECONDS = 20;

    private static final int LONGEST_TIMEOUT_SECONDS = 600;

    public FenceDevice {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        if (timeoutSeconds < 1 || timeoutSeconds > LONGEST_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException(
                    "the timeout of " + timeoutSeconds + " s is not between 1 and " + LONGEST_TIMEOUT_SECONDS + " s");
        }
        options.forEach((key, value) -> {
            if (!key.matches("[A-Za-z][A-Za-z0-9_-]*")) {
                throw new IllegalArgumentException(
                        "an option's name must be of letters, digits, hyphens and underscores");
            }
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the value of option '" + key + "' must be one line of text");
            }
            if (key.equals("action") || key.equals("option") || key.equals("nodename")) {
                throw new IllegalArgumentException("the option '" + key + "' is given by the daemon; leave it out");
            }
        });
    }

    /// What the agent reads on its standard input.
    String input(String action, String victim) {
        StringBuilder text = new StringBuilder();
        options.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text + "nodename=" + victim + "\naction=" + action + "\n";
    }

    /// A text of the agent without the secrets it may repeat.
    String withoutSecrets(String text) {
        String clean = text;
        for (String secret : secrets().toList()) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    private Stream<String> secrets() {
        return options.entrySet().stream()
                .filter(option ->
                        option.getKey().toLowerCase(Locale.ROOT).matches(".*(pass|secret|token|key|snmp|community).*"))
                .map(Map.Entry::getValue)
                .filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return name;
    }
}

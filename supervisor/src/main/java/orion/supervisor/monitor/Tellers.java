package orion.supervisor.monitor;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.IniSection;

/// In which ways persons are told, as `monitor.conf` has it.
final class Tellers {
    private static final Path SENDMAIL = Path.of("/usr/sbin/sendmail");
    /// What a mail server may take for an option or a command of its own is no address here.
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,200}");
    private static final Pattern OBJECT = Pattern.compile("1\\.3(\\.[0-9]{1,9}){1,30}");

    private Tellers() {}

    static List<Teller> read(IniSection own) throws ConfigurationFault {
        List<Teller> tellers = new ArrayList<>();
        Optional<String> program = own.text("notify");
        if (program.isPresent()) {
            tellers.add(ProgramTeller.of(executable(own, "notify", Path.of(program.get()))));
        }
        List<String> addresses = own.words("mail");
        if (!addresses.isEmpty()) {
            for (String address : addresses) {
                if (!ADDRESS.matcher(address).matches()) {
                    throw own.fault("mail", "mail takes addresses with commas between, not '" + address + "'");
                }
            }
            Path sendmail = own.text("sendmail").map(Path::of).orElse(SENDMAIL);
            tellers.add(ProgramTeller.mail(executable(own, "sendmail", sendmail), addresses));
        }
        Optional<String> webhook = own.text("webhook");
        if (webhook.isPresent()) {
            tellers.add(new WebhookTeller(uri(own, "webhook", "https?", "https://HOST/PATH")));
        }
        if (own.text("trap").isPresent()) {
            tellers.add(new TrapTeller(uri(own, "trap", "snmp", "snmp://COMMUNITY@HOST"), root(own)));
        }
        return List.copyOf(tellers);
    }

    private static Path executable(IniSection own, String key, Path program) throws ConfigurationFault {
        if (!program.isAbsolute() || !Files.isExecutable(program) || Files.isDirectory(program)) {
            throw own.fault(
                    key,
                    key + " takes the full path of a program, and " + program + " is none"
                            + (key.equals("sendmail") ? "; install a mail server, such as postfix" : ""));
        }
        return program;
    }

    private static URI uri(IniSection own, String key, String scheme, String example) throws ConfigurationFault {
        try {
            URI uri = new URI(own.required(key, example));
            if (uri.getScheme() != null && uri.getScheme().matches(scheme) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException notOne) {
            // Told below, without what may be a secret.
        }
        throw own.fault(key, key + " takes " + example + ", with :PORT where it is another one");
    }

    private static String root(IniSection own) throws ConfigurationFault {
        String root = own.text("trap-root").orElse(TrapTeller.USUAL_ROOT);
        if (!OBJECT.matcher(root).matches()) {
            throw own.fault("trap-root", "trap-root takes an object such as " + TrapTeller.USUAL_ROOT);
        }
        return root;
    }
}

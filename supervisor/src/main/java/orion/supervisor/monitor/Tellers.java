package orion.supervisor.monitor;

import java.io.IOException;
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
    private static final Pattern OBJECT = Pattern.compile("1\\.3(\\.[0-9]{1,9}){1,30}");

    private Tellers() {}

    static List<Teller> read(IniSection own) throws ConfigurationFault {
        List<Teller> tellers = new ArrayList<>();
        Optional<String> program = own.text("notify");
        if (program.isPresent()) {
            tellers.add(ProgramTeller.of(executable(own, Path.of(program.get()))));
        }
        List<String> addresses = own.words("mail");
        if (!addresses.isEmpty()) {
            try {
                Path sendmail = own.text("sendmail").map(Path::of).orElse(Sendmail.usual());
                Sendmail mail = new Sendmail(sendmail, addresses, "gwmon");
                Optional<String> obstacle = mail.obstacle();
                if (obstacle.isPresent()) {
                    throw new IOException("sendmail takes the full path of a program, but " + obstacle.get());
                }
                tellers.add(new MailTeller(mail));
            } catch (IOException wrong) {
                boolean address = addresses.stream().allMatch(Sendmail::isAddress);
                throw own.fault(address ? "sendmail" : "mail", String.valueOf(wrong.getMessage()));
            }
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

    private static Path executable(IniSection own, Path program) throws ConfigurationFault {
        if (!program.isAbsolute() || !Files.isExecutable(program) || Files.isDirectory(program)) {
            throw own.fault("notify", "notify takes the full path of a program, and " + program + " is none");
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

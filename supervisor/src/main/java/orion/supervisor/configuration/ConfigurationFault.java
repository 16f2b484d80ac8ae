package orion.supervisor.configuration;

/// A file that people write cannot be used as it is. The message is one sentence for people: the file, the
/// line, what is wrong there, and what to do.
public final class ConfigurationFault extends Exception {
    private static final long serialVersionUID = 1;

    public ConfigurationFault(String sentence) {
        super(sentence);
    }

    /// A fault in one line.
    ///
    /// @param wrong what is wrong and what to do, without the place
    static ConfigurationFault at(String file, int line, String wrong) {
        return new ConfigurationFault(file + ", line " + line + ": " + wrong);
    }
}

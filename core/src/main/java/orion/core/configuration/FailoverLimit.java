package orion.core.configuration;

/// How far a resource is carried on from node to node before a person is asked (rule R10).
///
/// @param most          how often it fails over by itself within the time; 0 for as often as there is cause
/// @param withinSeconds for how long a failover counts
/// @param deadNodes     when so many nodes in a row died within a minute after they had begun to load it, it may be
///                      what kills them; 0 for never
public record FailoverLimit(int most, int withinSeconds, int deadNodes) {
    public static final int MOST = 1_000;
    /// A node that lives for so long with a resource does not die of it.
    public static final int HARMLESS_AFTER_SECONDS = 60;

    /// The usual settings.
    public static final FailoverLimit USUAL = new FailoverLimit(0, 3_600, 3);

    /// @throws IllegalArgumentException with one sentence that names the field and the rule
    public FailoverLimit {
        DefinitionRules.number("failovers.most", most, 0, MOST);
        DefinitionRules.timeoutSeconds("failovers.within", withinSeconds);
        DefinitionRules.number("failovers.dead-nodes", deadNodes, 0, MOST);
    }
}

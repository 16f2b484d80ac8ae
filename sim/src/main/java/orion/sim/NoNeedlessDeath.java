package orion.sim;

/// No member is ever stopped by force while the faults of the run stay within what a cluster must bear (see
/// [Severity#MILD] for the limits).
final class NoNeedlessDeath implements Invariant {
    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.Fenced(var member, String reason)) {
            throw new InvariantBroken(NoNeedlessDeath.class, member + " was stopped by force: " + reason);
        }
    }
}

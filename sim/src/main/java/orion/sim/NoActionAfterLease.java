package orion.sim;

import java.util.List;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Member;

/// A member whose lease has run out stops everything before it does anything else, however long it slept; and no
/// resource is ever loaded without a lease.
final class NoActionAfterLease implements Invariant {
    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.LoadCarriedOut(Member member, String resource, boolean leaseOver) && leaseOver) {
            throw new InvariantBroken(NoActionAfterLease.class, member + " loads " + resource + " without a lease");
        }
        if (fact instanceof Fact.Stepped(Member member, Standing before, boolean leaseOver, List<Output> outputs)
                && leaseOver
                && before == Standing.MEMBER) {
            stopsFirst(member, outputs);
        }
    }

    private static void stopsFirst(Member member, List<Output> outputs) {
        for (Output output : outputs) {
            if (output instanceof Output.StopEverything) {
                return;
            }
            boolean harmless = output instanceof Output.Happened || output instanceof Output.Answer;
            if (!harmless) {
                throw new InvariantBroken(
                        NoActionAfterLease.class, member + " is without a lease and first does " + output);
            }
        }
        throw new InvariantBroken(NoActionAfterLease.class, member + " is without a lease and does not stop");
    }
}

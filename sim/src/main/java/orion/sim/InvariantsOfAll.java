package orion.sim;

import java.util.List;

/// What is true of every cluster, whatever it is like.
final class InvariantsOfAll {
    private InvariantsOfAll() {}

    /// Anew, for one run.
    static List<Invariant> over(Timeline timeline) {
        return List.of(
                new OneGenerationChain(),
                new ViewsAgree(),
                new OnlyConfiguredAct(),
                new StateAgrees(),
                new NoActionAfterLease(),
                new HandsOffInMaintenance(),
                new AsksBeforeActing(),
                new AsksForCause(timeline::now),
                new KeptApart(),
                new LoadedInOrder(),
                new NotOverloaded(),
                new RebootsOneAtATime(),
                new OneEditChain(),
                new RevokedForGood(),
                new RestartedForItsParts());
    }
}

package orion.sim;

/// Names the one promise that is about the future: after the faults stop, the cluster is whole again within
/// [Plan#recoveryMillis]: one generation with all hosts in it, one state, every resource running where the state
/// says.
final class Convergence {
    private Convergence() {}
}

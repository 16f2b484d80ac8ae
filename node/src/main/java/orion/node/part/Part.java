package orion.node.part;

import java.util.List;

/// One part of a resource on this node. All methods block and are called on the resource's own lane, except
/// [#abandon], which may come from another thread at any moment.
sealed interface Part permits AddressPart, LicencesPart, VolumePart, CommandPart, UnitPart, ScriptPart {
    /// Brings the part up, or throws, and then may have left something behind that [#abandon] takes away.
    ///
    /// @return one sentence about the success
    String load(Deadline deadline) throws PartFailure, InterruptedException;

    /// Takes the part down in an orderly way. Harmless when it is not up.
    String unload(Deadline deadline) throws PartFailure, InterruptedException;

    /// Looks whether the part is well.
    String check(Deadline deadline) throws PartFailure, InterruptedException;

    /// The fences around this part's processes.
    List<Enclosure> enclosures();

    /// Gives back, without asking anybody, what is left after all processes inside the fences have been killed.
    ///
    /// @return true when it is proved that nothing is held any more
    boolean abandon(Deadline deadline) throws InterruptedException;

    /// Called after each change of the cluster's view.
    default void announce() {}

    /// The definition's label, for messages.
    String label();
}

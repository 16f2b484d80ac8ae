package orion.cli;

import io.avaje.jsonb.Json;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.DiskPlace;
import orion.node.board.Superblock;

/// A disk on which a white board was made.
///
/// @param path      the device or file, or the name of its witness
/// @param disk      which of the board's disks it is, 1 for the first
/// @param disks     how many the board has
/// @param cluster   name of the cluster whose board it is
/// @param clusterId what tells it from all others
@Json
public record MadeDisk(String path, int disk, int disks, String cluster, String clusterId) {
    static MadeDisk of(DiskLocation location, Superblock superblock) {
        DiskPlace place = superblock.place();
        ClusterIdentity cluster = superblock.cluster();
        return new MadeDisk(
                location.toString(),
                place.number(),
                place.size(),
                cluster.name(),
                cluster.id().toString());
    }

    /// For people.
    String sentence() {
        return path + " is " + (disks == 1 ? "a board" : "disk " + disk + " of " + disks + " of the board")
                + " of cluster '" + Screen.plain(cluster) + "' (" + clusterId + ") now";
    }
}

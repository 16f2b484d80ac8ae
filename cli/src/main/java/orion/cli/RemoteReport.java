package orion.cli;

import io.avaje.jsonb.Json;
import java.util.List;

/// A directory that stands for a cluster elsewhere, for programs.
///
/// @param directory what `--dir` names
/// @param cluster   the name of the cluster that answered
/// @param servers   whom it asks, in this order
@Json
public record RemoteReport(String directory, String cluster, List<String> servers) {}

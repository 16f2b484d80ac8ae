package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// How far an exchange of the cluster's keys is, as one node sees it.
///
/// @param state    `settled`, or `exchanging`
/// @param waitsFor the nodes without which it does not go on; none where it waits for something else
/// @param obstacle what it waits for, in a sentence without its stop; empty where it does not wait
@Json
public record KeysData(String state, List<String> waitsFor, String obstacle) {
    public KeysData {
        waitsFor = List.copyOf(waitsFor);
    }
}

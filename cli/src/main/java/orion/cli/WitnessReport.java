package orion.cli;

import io.avaje.jsonb.Json;
import orion.node.witness.WitnessWord;

/// A witness for programs.
///
/// @param word    what nodes reach it with; secret
/// @param name    how it is named without the secret
/// @param address where it listens
@Json
public record WitnessReport(String word, String name, String address) {
    /// What there is to say about this word.
    static WitnessReport of(WitnessWord word) {
        return new WitnessReport(word.text(), word.toString(), word.address().toString());
    }
}

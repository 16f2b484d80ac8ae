package orion.cli;

import java.util.Iterator;
import java.util.List;

/// The answers that bash completes.
final class YesOrNo implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return List.of("yes", "no").iterator();
    }
}

package orion.node.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/// The difference of two texts, in the form that people know from `diff -u`.
public final class TextDifference {
    private static final int CONTEXT = 3;

    private TextDifference() {}

    /// Empty where they are the same.
    ///
    /// @param before what the first one is called
    /// @param after  what the second one is called
    public static String of(String before, String first, String after, String second) {
        List<String> old = first.lines().toList();
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
                before, after, old, DiffUtils.diff(old, second.lines().toList()), CONTEXT);
        return String.join("\n", lines);
    }
}

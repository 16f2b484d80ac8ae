package orion.core.lint;

import java.util.function.BiConsumer;

/// A rule of the lint: it looks for one kind of setting.
///
/// @param name     never changes: programs know it
/// @param severity of what it finds
/// @param why      that is dangerous, for the manual
/// @param cure     in general, for the manual
/// @param look     finds it
public record LintRule(String name, Severity severity, String why, String cure, BiConsumer<Situation, Found> look) {}

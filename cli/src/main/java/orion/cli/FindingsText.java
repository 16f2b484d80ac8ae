package orion.cli;

import orion.node.api.CheckData;
import orion.node.api.CheckData.FindingData;

/// Dangerous settings as people read them: what, why, and what to do.
record FindingsText(Screen screen) {
    private static final String ADVICE = "advice";

    /// Whether there is nothing but advice.
    static boolean isSound(CheckData check) {
        return check.findings().stream().allMatch(finding -> finding.severity().equals(ADVICE));
    }

    /// All that was found, and what was not looked at.
    void write(CheckData check) {
        if (check.findings().isEmpty()) {
            screen.line("No dangerous setting was found");
        }
        check.findings().forEach(this::write);
        check.unseen().forEach(sentence -> screen.line("Not seen: " + Screen.plain(sentence)));
    }

    /// One finding, in two lines.
    void write(FindingData finding) {
        Screen.Tone tone = finding.severity().equals("danger")
                ? Screen.Tone.BAD
                : finding.severity().equals(ADVICE) ? Screen.Tone.GOOD : Screen.Tone.BUSY;
        String field = finding.field().isEmpty() ? "" : ", " + finding.field();
        screen.line(screen.paint(tone, Screen.plain(finding.severity()))
                + Screen.plain(": " + finding.object() + field + ": " + finding.text() + " (" + finding.rule() + ")"));
        screen.line("  " + Screen.plain(finding.cure()));
    }
}

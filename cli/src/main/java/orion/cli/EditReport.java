package orion.cli;

import java.util.List;
import orion.node.api.CheckData;
import orion.node.api.ControlReply;
import orion.node.api.EditData;
import orion.node.api.EditData.EffectData;

/// Tells of an edit that was made, or would be: what was done, then what it does to each resource.
record EditReport(Call call, FormatOptions format) {
    /// Tells of one that was made.
    void made(ControlReply reply) {
        if (format.json()) {
            format.write(reply);
            return;
        }
        call.screen().line(Screen.plain(reply.text()));
        news(reply);
    }

    /// What is dangerous now, or would be, and was not before.
    private void news(ControlReply reply) {
        FindingsText text = new FindingsText(call.screen());
        reply.check().map(CheckData::findings).orElse(List.of()).forEach(text::write);
    }

    /// Tells of one that was only tried.
    ///
    /// @param what is tried, such as a file
    void tried(String what, ControlReply reply) {
        if (format.json()) {
            format.write(reply);
            return;
        }
        Screen screen = call.screen();
        screen.line(Screen.plain(what) + " is good; nothing was changed; without --dry-run:");
        boolean effects = reply.edit()
                .map(EditData::effects)
                .filter(all -> !all.isEmpty())
                .isPresent();
        if (!effects) {
            screen.line("  " + Screen.plain(reply.text()));
        }
        for (EffectData effect : reply.edit().map(EditData::effects).orElse(List.of())) {
            screen.line("  " + Screen.plain(effect.resource() + ": " + effect.effect()));
        }
        news(reply);
    }

    /// Writes a document as it is, line by line.
    void document(String text) {
        text.lines().forEach(line -> call.screen().line(printable(line)));
    }

    /// What nobody may do to a terminal is not done; blanks at the beginning are kept.
    private static String printable(String line) {
        StringBuilder printable = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            printable.append(Character.isISOControl(c) ? ' ' : c);
        }
        return printable.toString();
    }
}

package orion.cli;

import java.util.ArrayList;
import java.util.List;

/// Columns separated by blanks under a header line, as the original's listings have them. The last column gives
/// way when the line is longer than the screen is wide, and is left out where too little of it would remain; in a row
/// that needs a person it goes on lines of its own instead.
final class Table {
    private static final String GAP = "  ";
    private static final int LEAST_REST = 12;

    /// One field.
    private record Cell(String text, Screen.Tone tone) {}

    private final List<String> titles;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(String... titles) {
        this.titles = List.of(titles);
    }

    /// Adds a row in which the field number `painted`, counted from 0, has a tone.
    void row(int painted, Screen.Tone tone, String... fields) {
        List<Cell> row = new ArrayList<>();
        for (String field : fields) {
            row.add(new Cell(Screen.plain(field), row.size() == painted ? tone : Screen.Tone.GOOD));
        }
        rows.add(row);
        paintedColumns.add(painted);
    }

    private final List<Integer> paintedColumns = new ArrayList<>();

    /// Writes the table.
    void writeTo(Screen screen) {
        int last = titles.size() - 1;
        List<Integer> widths = new ArrayList<>();
        int before = 0;
        for (int column = 0; column < last; column++) {
            widths.add(widest(column));
            before += widths.get(column) + GAP.length();
        }
        int rest = Math.max(0, screen.width() - before);
        boolean whole = rest >= Math.min(widest(last), LEAST_REST);
        screen.line(screen.paint(Screen.Tone.TITLE, header(widths, whole)));
        for (int i = 0; i < rows.size(); i++) {
            String lastText = rows.get(i).get(last).text();
            boolean apart = lastText.length() > rest && needsPerson(i);
            StringBuilder line = new StringBuilder();
            for (int column = 0; column <= (whole && !apart ? last : last - 1); column++) {
                Cell cell = rows.get(i).get(column);
                String text = column == last ? shortened(cell.text(), rest) : cell.text();
                boolean painted = paintedColumns.get(i) == column;
                line.append(painted ? screen.paint(cell.tone(), text) : text);
                if (column < last) {
                    line.repeat(' ', widths.get(column) - text.length()).append(GAP);
                }
            }
            screen.line(line.toString().stripTrailing());
            if (apart) {
                wrapped(lastText, screen.width() - GAP.length()).forEach(part -> screen.line(GAP + part));
            }
        }
    }

    private boolean needsPerson(int row) {
        return rows.get(row).get(paintedColumns.get(row)).tone() == Screen.Tone.BAD;
    }

    /// A text in lines of at most this many characters, divided at blanks where there are any.
    private static List<String> wrapped(String text, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > Math.max(1, most)) {
            int blank = rest.lastIndexOf(' ', most);
            int cut = blank > 0 ? blank : Math.max(1, most);
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).strip();
        }
        lines.add(rest);
        return lines;
    }

    private String header(List<Integer> widths, boolean whole) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.size(); column++) {
            String title = titles.get(column);
            line.append(title).repeat(' ', widths.get(column) - title.length()).append(GAP);
        }
        return whole ? line + titles.getLast() : line.toString().stripTrailing();
    }

    private int widest(int column) {
        int widest = titles.get(column).length();
        for (List<Cell> row : rows) {
            widest = Math.max(widest, row.get(column).text().length());
        }
        return widest;
    }

    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return most < 3 ? text.substring(0, most) : text.substring(0, most - 3) + "...";
    }
}

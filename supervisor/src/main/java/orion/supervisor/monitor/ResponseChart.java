package orion.supervisor.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The response times of an agent as a picture that needs no script.
///
/// @param millis of each answer, the newest last, see [ResponseTimes]
/// @param limits beyond which persons are told
record ResponseChart(List<Integer> millis, Optional<Limits> limits) {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 120;
    /// For what is written at the left edge.
    private static final int LEFT = 70;
    private static final double STEP = (double) (WIDTH - LEFT) / (ResponseTimes.KEPT - 1);

    /// The picture, or a sentence where there is nothing to draw.
    String html() {
        int slowest = millis.stream().mapToInt(one -> one).max().orElse(ResponseTimes.NONE);
        if (slowest < 0) {
            return "<p>No answer was timed yet.</p>";
        }
        long misses = millis.stream().filter(one -> one < 0).count();
        StringBuilder drawing = new StringBuilder();
        double top = Math.max(1, slowest);
        limits.ifPresent(lines -> {
            drawing.append(line(lines.warning(), top, "warning"));
            drawing.append(line(lines.critical(), top, "critical"));
        });
        drawing.append("<path stroke-width=\"1.5\" d=\"%s\"/>".formatted(path(top)));
        for (int i = 0; i < millis.size(); i++) {
            if (millis.get(i) < 0) {
                drawing.append("<circle cx=\"%s\" cy=\"%d\" r=\"3\"/>".formatted(number(x(i)), HEIGHT));
            }
        }
        return "<svg role=\"img\" aria-label=\"response times\" width=\"%d\" height=\"%d\" viewBox=\"0 -10 %d %d\">"
                        .formatted(WIDTH, HEIGHT + 20, WIDTH + 5, HEIGHT + 20)
                + "<text x=\"0\" y=\"4\" font-size=\"11\">%d ms</text><text x=\"0\" y=\"%d\" font-size=\"11\">0</text>"
                        .formatted(slowest, HEIGHT)
                + drawing
                + "</svg><p>The last %d polls, the newest at the right; %d without a good answer.</p>"
                        .formatted(millis.size(), misses);
    }

    private static String line(double limit, double top, String grade) {
        return limit > top
                ? ""
                : "<path class=\"%s\" stroke-dasharray=\"4 3\" d=\"M%d %sH%d\"/>"
                        .formatted(grade, LEFT, number(y(limit, top)), WIDTH);
    }

    /// A line that is broken where there was no answer.
    private String path(double top) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < millis.size(); i++) {
            if (millis.get(i) >= 0) {
                path.append(drawing ? 'L' : 'M')
                        .append(number(x(i)))
                        .append(' ')
                        .append(number(y(millis.get(i), top)));
                if (!drawing) {
                    // One answer alone is seen as a dot.
                    path.append("h0.5");
                }
            }
            drawing = millis.get(i) >= 0;
        }
        return path.toString();
    }

    private double x(int index) {
        return WIDTH - (millis.size() - 1 - index) * STEP;
    }

    private static double y(double value, double top) {
        return HEIGHT - HEIGHT * value / top;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

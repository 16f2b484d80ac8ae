package orion.core.model;

/// A length of time, for people.
public final class Lasting {
    private Lasting() {}

    /// In the largest units that are exact to the second, never less than it is: `1 h 30 min`.
    public static String words(long millis) {
        long seconds = (millis + 999) / 1_000;
        StringBuilder words = new StringBuilder();
        words.append(seconds >= 86_400 ? " " + seconds / 86_400 + " d" : "");
        words.append(seconds / 3_600 % 24 > 0 ? " " + seconds / 3_600 % 24 + " h" : "");
        words.append(seconds / 60 % 60 > 0 ? " " + seconds / 60 % 60 + " min" : "");
        words.append(seconds % 60 > 0 || seconds == 0 ? " " + seconds % 60 + " s" : "");
        return words.substring(1);
    }
}

package orion.supervisor.monitor;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for a regular expression of the configuration in what an agent says, and gives up where that has no end: some
/// expressions need on some texts more steps than a century has.
final class BoundedSearch {
    /// A fraction of a second, and hundreds of looks at each letter of the largest page.
    private static final long MOST_STEPS = 50_000_000;

    private BoundedSearch() {}

    /// An expression needs too long, or too deep a stack.
    static final class TooMuch extends Exception {
        private static final long serialVersionUID = 1;

        TooMuch(Pattern pattern) {
            super("cannot be searched for '" + pattern + "' in reasonable time; write it with fewer repetitions,"
                    + " and none within others");
        }
    }

    /// The first place where the expression is found.
    static Optional<MatchResult> find(Pattern pattern, String text) throws TooMuch {
        try {
            Matcher matcher = pattern.matcher(new Counted(text));
            return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
        } catch (Counted.Over | StackOverflowError endless) {
            throw new TooMuch(pattern);
        }
    }

    /// A text that can be looked at only so often.
    private static final class Counted implements CharSequence {
        private final String text;
        private long left = MOST_STEPS;

        Counted(String text) {
            this.text = text;
        }

        /// Nothing in a search can be told to end but by an exception.
        private static final class Over extends RuntimeException {
            private static final long serialVersionUID = 1;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new Over();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int begin, int end) {
            return text.subSequence(begin, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.NodeId;

/// The words of one line of a story, read from left to right. A comma is a word of its own; what stands in quotes is
/// one word.
final class StoryWords {
    private final List<String> words = new ArrayList<>();
    private final int nodes;
    private int next;

    /// @param nodes how many nodes the story has
    /// @throws IllegalArgumentException where a quote is not closed
    StoryWords(String line, int nodes) {
        this.nodes = nodes;
        int at = 0;
        while (at < line.length()) {
            char first = line.charAt(at);
            int end = at + 1;
            if (first == '"') {
                end = line.indexOf('"', at + 1);
                if (end < 0) {
                    throw new IllegalArgumentException("the quote is not closed");
                }
                words.add(line.substring(at + 1, end));
                end++;
            } else if (first == ',') {
                words.add(",");
            } else if (first != ' ') {
                while (end < line.length() && " ,".indexOf(line.charAt(end)) < 0) {
                    end++;
                }
                words.add(line.substring(at, end));
            }
            at = end;
        }
    }

    boolean atEnd() {
        return next == words.size();
    }

    /// Whether these words come next; if so, they are read.
    boolean take(String... expected) {
        int end = next + expected.length;
        if (end > words.size() || !words.subList(next, end).equals(List.of(expected))) {
            return false;
        }
        next = end;
        return true;
    }

    void need(String... expected) {
        if (!take(expected)) {
            throw wrong("'" + String.join(" ", expected) + "'");
        }
    }

    void needEnd() {
        if (!atEnd()) {
            throw wrong("the end of the line");
        }
    }

    /// The next word, whatever it is.
    ///
    /// @param what what it should be, for people
    String word(String what) {
        if (atEnd()) {
            throw wrong(what);
        }
        next++;
        return words.get(next - 1);
    }

    boolean nodeComes() {
        return !atEnd() && words.get(next).matches("n[1-9][0-9]?");
    }

    NodeId node() {
        return node(nodes);
    }

    private NodeId node(int of) {
        if (!nodeComes()) {
            throw wrong("a node such as n1");
        }
        int number = Integer.parseInt(word("a node").substring(1));
        if (number > of) {
            throw new IllegalArgumentException("there is no n" + number + " in a cluster of " + of + " nodes");
        }
        return new NodeId(number);
    }

    boolean comes(String word) {
        return !atEnd() && words.get(next).equals(word);
    }

    boolean hostComes() {
        return nodeComes() || comes("w");
    }

    /// A node's host, or `w`, the one beside the cluster.
    ///
    /// @param of how many nodes there are
    NodeId host(int of) {
        return take("w") ? Plan.WITNESS : node(of);
    }

    NodeId host() {
        return host(nodes);
    }

    /// As many nodes as come, with blanks between.
    SortedSet<NodeId> nodes() {
        SortedSet<NodeId> read = new TreeSet<>();
        do {
            read.add(node());
        } while (nodeComes());
        return read;
    }

    boolean numberComes() {
        return !atEnd() && words.get(next).matches("[0-9]{1,9}");
    }

    int number(String what) {
        if (!numberComes()) {
            throw wrong(what);
        }
        return Integer.parseInt(word(what));
    }

    /// A time such as `8 s`, `2 min` or `20 ms`.
    long millis() {
        long count = number("a time such as 8 s or 20 ms");
        if (take("ms")) {
            return count;
        }
        if (take("min")) {
            return count * 60_000;
        }
        need("s");
        return count * 1_000;
    }

    /// What to throw where something else was expected here.
    IllegalArgumentException wrong(String expected) {
        String found = atEnd() ? "the line ends" : "'" + words.get(next) + "' stands there";
        return new IllegalArgumentException("expected " + expected + ", but " + found);
    }
}

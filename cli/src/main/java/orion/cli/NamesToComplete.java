package orion.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Words that bash completes and that are not known before somebody asks: names of resources, nodes, templates, tokens.
/// The script asks `orion completion --names KIND` for them when it needs them.
abstract class NamesToComplete implements Iterable<String> {
    /// Which of them.
    enum Kind {
        RESOURCES,
        NODES,
        TEMPLATES,
        TOKENS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @throws IllegalArgumentException where there is no such kind
        static Kind of(String word) {
            return Stream.of(values())
                    .filter(kind -> kind.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--names is resources, nodes, templates or tokens, not '" + Screen.plain(word) + "'"));
        }
    }

    static final class Resources extends NamesToComplete {
        Resources() {
            super(Kind.RESOURCES);
        }
    }

    static final class Nodes extends NamesToComplete {
        Nodes() {
            super(Kind.NODES);
        }
    }

    static final class Templates extends NamesToComplete {
        Templates() {
            super(Kind.TEMPLATES);
        }
    }

    static final class Tokens extends NamesToComplete {
        Tokens() {
            super(Kind.TOKENS);
        }
    }

    private static final String MARK = "@names:";
    private final Kind kind;

    private NamesToComplete(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Iterator<String> iterator() {
        return List.of(MARK + kind).iterator();
    }

    /// What the script of a command has to have besides. It asks with the same program and folder as the command that
    /// is
    /// being typed, and takes no name for a command, such as that of a resource `status`.
    static String asking(String command) {
        return """

                # Whether these words are the command that is typed.
                function CompWordsContainsArray() {
                  local i=1 word
                  for word in "$@"; do
                    while [[ ${COMP_WORDS[i]} == -* ]]; do
                      if [[ ${COMP_WORDS[i]} == --dir ]]; then
                        [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
                        ((i++))
                      fi
                      ((i++))
                    done
                    ((i < COMP_CWORD)) && [[ ${COMP_WORDS[i]} == "$word" ]] || return 1
                    ((i++))
                  done
                }

                function _%1$s_names() {
                  local folder=() i value
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    if [[ ${COMP_WORDS[i]} == --dir ]]; then
                      value=${COMP_WORDS[i + 1]}
                      [[ $value == = ]] && value=${COMP_WORDS[i + 2]}
                      folder=(--dir "$value")
                    fi
                  done
                  "${COMP_WORDS[0]}" "${folder[@]}" completion --names "$1" 2>/dev/null
                }

                # The words of a command; the names among them are asked for.
                eval "_%1$s_fixed_$(declare -f compReplyArray)"
                function compReplyArray() {
                  local words=("$@")
                  if [[ $1 == %2$s* ]]; then
                    mapfile -t words < <(_%1$s_names "${1#%2$s}")
                  fi
                  _%1$s_fixed_compReplyArray "${words[@]}"
                }
                """.formatted(command.replaceAll("[^A-Za-z0-9_]", "_"), MARK);
    }
}

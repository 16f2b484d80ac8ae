package orion.node.web;

/// Why a request is not carried out, found on the way to the desk.
final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    NoAnswer(Answer answer) {
        super(answer.json());
        this.answer = answer;
    }

    NoAnswer(int status, String sentence) {
        this(Answer.error(status, sentence));
    }

    Answer answer() {
        return answer;
    }
}

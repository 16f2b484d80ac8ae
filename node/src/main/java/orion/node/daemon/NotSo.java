package orion.node.daemon;

import orion.node.api.ControlReply;

/// What was asked about does not go with how things are, found deep in an answer: this is said instead of it.
final class NotSo extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ControlReply reply;

    NotSo(ControlReply reply) {
        super(reply.text());
        this.reply = reply;
    }

    ControlReply reply() {
        return reply;
    }
}

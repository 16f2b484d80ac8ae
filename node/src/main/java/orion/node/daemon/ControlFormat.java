package orion.node.daemon;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Requests and replies of the command socket, each as one line of JSON.
final class ControlFormat {
    /// A request has two. The parser calls itself for each, also where nobody needs what is in there.
    private static final int DEEPEST = 32;

    private final JsonType<ControlRequest> requests;
    private final JsonType<ControlReply> replies;

    ControlFormat() {
        Jsonb json = Jsonb.builder().build();
        this.requests = json.type(ControlRequest.class);
        this.replies = json.type(ControlReply.class);
    }

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with a sentence, where the line is anything else
    ControlRequest request(String line) {
        if (isTooDeep(line)) {
            throw new IllegalArgumentException(
                    "the request is not understood: more than " + DEEPEST + " levels are inside each other");
        }
        try {
            return requests.fromJson(line);
        } catch (JsonException e) {
            throw new IllegalArgumentException("the request is not understood: " + e.getMessage(), e);
        } catch (IllegalArgumentException incomplete) {
            throw incomplete;
        } catch (RuntimeException broken) {
            // The parser stumbles over some input that is no JSON, such as a text cut off within an escape.
            throw new IllegalArgumentException("the request is not understood: it is no JSON", broken);
        }
    }

    private static boolean isTooDeep(String line) {
        int depth = 0;
        int deepest = 0;
        boolean inText = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (inText && character == '\\') {
                i++;
            } else if (character == '"') {
                inText = !inText;
            } else if (!inText && (character == '[' || character == '{')) {
                depth++;
                deepest = Math.max(deepest, depth);
            } else if (!inText && (character == ']' || character == '}')) {
                depth--;
            }
        }
        return deepest > DEEPEST;
    }

    String line(ControlReply reply) {
        return replies.toJson(reply);
    }

    String line(ControlRequest request) {
        return requests.toJson(request);
    }
}

package orion.node.web;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.node.api.ErrorData;
import orion.node.security.ProgramWords;

/// What is answered.
///
/// @param status  of HTTP
/// @param json    the body
/// @param headers besides those of every answer
record Answer(int status, String json, SortedMap<String, String> headers) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int UNSUPPORTED_TYPE = 415;
    static final int TOO_MANY = 429;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    private static final JsonType<ErrorData> ERROR = Jsonb.builder().build().type(ErrorData.class);

    Answer {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static Answer ok(String json) {
        return new Answer(OK, json, new TreeMap<>());
    }

    /// Not done, for that reason.
    static Answer error(int status, String sentence) {
        return new Answer(status, ERROR.toJson(new ErrorData(sentence)), new TreeMap<>());
    }

    /// The same without anything that programs have written.
    Answer withoutProgramWords() {
        return new Answer(status, ProgramWords.withoutIn(json), headers);
    }

    Answer with(String header, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, json, more);
    }
}

package orion.node.web;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.node.api.AccessData;
import orion.node.api.CheckData;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.DoneData;
import orion.node.api.EditData;
import orion.node.api.EventData;
import orion.node.api.KeysData;
import orion.node.api.PlannerData;
import orion.node.api.StatusData;

/// Turns replies of the desk into answers of the API.
final class Replies {
    private final JsonType<StatusData> status;
    private final JsonType<StatusData.NodeData> node;
    private final JsonType<StatusData.ResourceData> resource;
    private final JsonType<EventData> event;
    private final JsonType<PlannerData.ExplanationData> explanation;
    private final JsonType<PlannerData.LossData> loss;
    private final JsonType<CheckData> check;
    private final JsonType<EditData.EntryData> entry;
    private final JsonType<EditData> edit;
    private final JsonType<KeysData> keys;
    private final JsonType<AccessData> access;
    private final JsonType<DoneData> done;
    private final JsonType<ControlRequest> request;
    private final JsonType<ControlReply> reply;

    Replies() {
        Jsonb json = Jsonb.builder().build();
        this.status = json.type(StatusData.class);
        this.node = json.type(StatusData.NodeData.class);
        this.resource = json.type(StatusData.ResourceData.class);
        this.event = json.type(EventData.class);
        this.explanation = json.type(PlannerData.ExplanationData.class);
        this.loss = json.type(PlannerData.LossData.class);
        this.check = json.type(CheckData.class);
        this.entry = json.type(EditData.EntryData.class);
        this.edit = json.type(EditData.class);
        this.keys = json.type(KeysData.class);
        this.access = json.type(AccessData.class);
        this.done = json.type(DoneData.class);
        this.request = json.type(ControlRequest.class);
        this.reply = json.type(ControlReply.class);
    }

    String line(EventData told) {
        return event.toJson(told);
    }

    String line(StatusData told) {
        return status.toJson(told);
    }

    /// @param exists whether the cluster has the object of this kind and name, asked where something was refused
    Answer answer(Route route, Call call, ControlReply reply, Exists exists) {
        boolean told =
                reply.done() || (route.shape() == Shape.STATUS && reply.status().isPresent());
        if (told) {
            return json(route.shape(), call, reply)
                    .map(Answer::ok)
                    .orElseGet(
                            () -> Answer.error(Answer.NOT_FOUND, missing(call).orElse("there is no such thing")));
        }
        if (route.verb().equals("status") && reply.refusal().isEmpty()) {
            return Answer.error(Answer.UNAVAILABLE, reply.text());
        }
        return switch (reply.refusal().orElse("")) {
            case ControlReply.DENIED -> Answer.error(Answer.FORBIDDEN, reply.text());
            case ControlReply.WRONG -> Answer.error(Answer.BAD_REQUEST, reply.text());
            case ControlReply.MISSING -> Answer.error(Answer.NOT_FOUND, reply.text());
            case ControlReply.UNAVAILABLE -> Answer.error(Answer.UNAVAILABLE, reply.text());
            default -> {
                boolean unknown = call.path().entrySet().stream()
                        .anyMatch(object -> !exists.test(object.getKey(), object.getValue()));
                yield Answer.error(unknown ? Answer.NOT_FOUND : Answer.CONFLICT, reply.text());
            }
        };
    }

    /// What was sent to be asked.
    ///
    /// @throws IllegalArgumentException where it is no request
    ControlRequest request(String json) {
        try {
            ControlRequest sent = request.fromJson(json);
            // Whatever is said of somebody who asks from elsewhere is the name of the token.
            return new ControlRequest(sent.verb(), sent.words());
        } catch (JsonException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the body is no request with a verb and its words", wrong);
        }
    }

    /// Done or not, all that is answered.
    Answer whole(ControlReply told) {
        return Answer.ok(reply.toJson(told));
    }

    /// Whether there is an object.
    interface Exists {
        /// Looks for it.
        ///
        /// @param kind as the path names it
        boolean test(String kind, String name);
    }

    private static Optional<String> missing(Call call) {
        return call.path().entrySet().stream()
                .map(object -> "there is no " + object.getKey() + " " + object.getValue())
                .findFirst();
    }

    private Optional<String> json(Shape shape, Call call, ControlReply reply) {
        return switch (shape) {
            case STATUS -> reply.status().map(status::toJson);
            case NODES -> reply.status().map(it -> list(it.nodes(), node::toJson));
            case RESOURCES -> reply.status().map(it -> list(it.resources(), resource::toJson));
            case NODE ->
                reply.status().stream()
                        .flatMap(it -> it.nodes().stream())
                        .filter(it -> it.name().equals(call.of("node")))
                        .findFirst()
                        .map(node::toJson);
            case RESOURCE ->
                reply.status().stream()
                        .flatMap(it -> it.resources().stream())
                        .filter(it -> it.name().equals(call.of("resource")))
                        .findFirst()
                        .map(resource::toJson);
            case EVENTS -> Optional.of(list(reply.events(), event::toJson));
            case EXPLANATION ->
                reply.planner().flatMap(PlannerData::explanation).map(explanation::toJson);
            case LOSSES -> reply.planner().map(it -> list(it.losses(), loss::toJson));
            case LOSS ->
                reply.planner().stream()
                        .flatMap(it -> it.losses().stream())
                        .findFirst()
                        .map(loss::toJson);
            case CHECK -> reply.check().map(check::toJson);
            case HISTORY -> reply.edit().map(it -> list(it.history(), entry::toJson));
            case EDIT -> reply.edit().map(edit::toJson);
            case KEYS -> reply.keys().map(keys::toJson);
            case ACCESS -> reply.access().map(access::toJson);
            case DONE -> Optional.of(done.toJson(new DoneData(reply.text(), reply.edit(), reply.check())));
            case STREAM, OPEN_API, REPLY -> Optional.empty();
        };
    }

    private static <T> String list(List<T> all, Function<T, String> json) {
        return "[" + String.join(",", all.stream().map(json).toList()) + "]";
    }
}

package orion.node.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import orion.node.web.Parameter.Kind;

/// Everything that can be asked of the API. A literal part of a path goes before one that stands for something.
final class Routes {
    static final String VERSION = "/api/v1";

    /// Every verb of the command socket, for the command line. What the verb in it needs is asked of the gate.
    private static final Route ASK = Route.post(
                    "/ask", "status", "What the command line asks: any verb with its words, and all that is answered")
            .shaped(Shape.REPLY)
            .withBody();

    private static final Parameter NAME = Parameter.of("name", Kind.FILE, "what messages call the text that is sent");
    private static final Parameter PRUNE =
            Parameter.of("prune", Kind.FLAG, "whether resources that the text does not define are deleted");
    private static final Parameter RESTART =
            Parameter.of("restart", Kind.FLAG, "whether what runs may be restarted where that is needed");
    private static final Parameter DRY_RUN =
            Parameter.of("dry-run", Kind.FLAG, "whether it is only told what would be done");
    private static final Parameter WITHIN = Parameter.of(
            "confirm-within", Kind.NUMBER, "seconds after which the edit is undone unless somebody confirms it");
    private static final Parameter RESOURCES = Parameter.of("resources", Kind.NAMES, "only these resources");

    /// All of them.
    static final List<Route> ALL = all();

    private Routes() {}

    private static List<Route> all() {
        List<Route> all = new ArrayList<>();
        all.addAll(facts());
        all.addAll(ofResources());
        all.addAll(ofNodes());
        all.addAll(ofEdits());
        all.addAll(ofAccess());
        all.add(ASK);
        return List.copyOf(all);
    }

    private static List<Route> facts() {
        return List.of(
                Route.get("/status", "status", Shape.STATUS, "The cluster as the node that answers sees it"),
                Route.get("/nodes", "status", Shape.NODES, "All nodes").saying(_ -> List.of()),
                Route.get("/nodes/{node}", "status", Shape.NODE, "A node").saying(_ -> List.of()),
                Route.get("/resources", "status", Shape.RESOURCES, "All resources")
                        .saying(_ -> List.of()),
                Route.get("/resources/{resource}", "status", Shape.RESOURCE, "A resource")
                        .saying(_ -> List.of()),
                Route.get("/events", "events", Shape.EVENTS, "The last events of the node that answers, oldest first")
                        .with(Parameter.of("last", Kind.NUMBER, "how many, 50 where nothing is said, 2000 at most"))
                        .saying(call -> call.asked("last").map(List::of).orElse(List.of())),
                Route.get("/events/stream", "events", Shape.STREAM, "Everything that happens from now on")
                        .with(Parameter.of("after", Kind.EVENT, "the last event seen, as in the header Last-Event-ID")),
                Route.get("/explain/{resource}", "explain", Shape.EXPLANATION, "Why a resource is where it is"),
                Route.get("/what-if", "what-if", Shape.LOSSES, "What the loss of each node would do"),
                Route.get("/what-if/{node}", "what-if", Shape.LOSS, "What the loss of a node would do"),
                Route.get("/check", "lint", Shape.CHECK, "Settings that are valid and dangerous")
                        .with(RESOURCES)
                        .saying(call -> join(List.of("cluster"), names(call))),
                Route.get("/keys", "keys", Shape.KEYS, "How far an exchange of the keys of the cluster is"),
                Route.get("/openapi.json", "status", Shape.OPEN_API, "This description"));
    }

    private static List<Route> ofResources() {
        return List.of(
                Route.post("/resources/{resource}/online", "online", "Have a resource run")
                        .with(Parameter.of("node", Kind.NAME, "where; otherwise the cluster chooses"))
                        .saying(call -> call.asked("node")
                                .map(node -> List.of(call.of("resource"), node))
                                .orElse(List.of(call.of("resource")))),
                Route.post("/resources/{resource}/offline", "offline", "Have a resource stop"),
                Route.post("/resources/{resource}/migrate", "migrate", "Move a resource to a node")
                        .with(Parameter.of("node", Kind.NAME, "where").needed())
                        .saying(call ->
                                List.of(call.of("resource"), call.asked("node").orElseThrow())),
                Route.post("/resources/{resource}/answer", "alert", "Answer what is asked about a resource")
                        .with(
                                Parameter.choice("question", "which it is", "start", "failover", "failback"),
                                Parameter.choice("answer", "what is said", "yes", "no"))
                        .saying(call -> List.of(
                                call.of("resource"),
                                call.asked("question").orElseThrow(),
                                call.asked("answer").orElseThrow())),
                Route.post("/resources/{resource}/delete", "delete", "Forget a resource that is offline")
                        .with(WITHIN)
                        .saying(call -> join(List.of(call.of("resource")), flags(call))));
    }

    private static List<Route> ofNodes() {
        return List.of(
                Route.post("/nodes/{node}/leave", "leave", "Have the node that is asked leave in order; no other")
                        .saying(_ -> List.of()),
                Route.post("/nodes/{node}/confirm-off", "confirm-off", "Say that the host of a node has no power"),
                Route.post("/nodes/{node}/fence", "fence", "Cut the power of a node's host"),
                Route.post("/nodes/{node}/remove", "remove-node", "Forget a node that is out and holds nothing"),
                Route.post("/maintenance", "maintenance", "Begin or end maintenance")
                        .with(
                                Parameter.choice("state", "whether it begins", "on", "off"),
                                Parameter.choice("scope", "of what", "cluster", "node", "resource"),
                                Parameter.of("name", Kind.NAME, "of the node or the resource"),
                                Parameter.of("seconds", Kind.NUMBER, "after which it ends by itself"))
                        .saying(call -> join(
                                List.of(
                                        call.asked("state").orElseThrow(),
                                        call.asked("scope").orElseThrow(),
                                        call.asked("name").orElse("")),
                                call.asked("seconds").map(List::of).orElse(List.of()))),
                Route.post("/down", "down", "Stop all resources and have all nodes leave"),
                Route.post("/token", "token", "Make a word with which one new node can enroll"),
                Route.post("/keys/rotate", "rotate-keys", "Exchange the keys of the cluster"));
    }

    private static List<Route> ofEdits() {
        return List.of(
                Route.post("/edits", "apply", "Have the cluster be as a definition says")
                        .withBody()
                        .with(
                                NAME,
                                PRUNE,
                                RESTART,
                                DRY_RUN,
                                Parameter.of("based-on", Kind.NUMBER, "the newest edit that its author has seen"),
                                WITHIN)
                        .saying(call -> join(List.of(call.body(), name(call)), flags(call))),
                Route.post(
                        "/edits/{edit}/confirm",
                        "confirm",
                        "Keep an edit that is on trial; one of your own may be named newest"),
                Route.post(
                                "/edits/{edit}/undo",
                                "confirm",
                                "Undo an edit that is on trial; one of your own may be named newest")
                        .saying(call -> List.of(call.of("edit"), "undo")),
                Route.post("/rollback/{edit}", "rollback", "Have the cluster be as after an edit")
                        .with(RESTART, DRY_RUN, WITHIN)
                        .saying(call -> join(List.of(call.of("edit")), flags(call))),
                Route.get("/history", "history", Shape.HISTORY, "All edits that are known of, the oldest first"),
                Route.get("/export", "export", Shape.EDIT, "The definitions that are in force")
                        .with(RESOURCES)
                        .saying(Routes::names),
                Route.get("/diff", "diff", Shape.EDIT, "What has changed since an edit")
                        .with(
                                Parameter.of("from", Kind.NUMBER, "the edit").needed(),
                                Parameter.of("to", Kind.NUMBER, "another edit; otherwise what is now"))
                        .saying(call -> join(
                                List.of("edits", call.asked("from").orElseThrow()),
                                call.asked("to").map(List::of).orElse(List.of()))),
                Route.post("/diff", "diff", "What a definition would change")
                        .shaped(Shape.EDIT)
                        .withBody()
                        .with(NAME, PRUNE)
                        .saying(call -> join(List.of("file", call.body(), name(call)), flags(call))));
    }

    private static List<Route> ofAccess() {
        return List.of(
                Route.get("/access", "access-list", Shape.ACCESS, "Who may ask from elsewhere; no secret is told"),
                Route.post("/access/{token}", "access-add", "Make a token, and tell its secret this once")
                        .shaped(Shape.ACCESS)
                        .with(
                                Parameter.of("roles", Kind.NAMES, "viewer, operator, administrator, script-author")
                                        .needed(),
                                Parameter.of("seconds", Kind.NUMBER, "after which it expires")
                                        .needed())
                        .saying(call -> List.of(
                                call.of("token"),
                                call.asked("roles").orElseThrow(),
                                call.asked("seconds").orElseThrow())),
                Route.post("/access/{token}/remove", "access-remove", "Believe a token no longer"));
    }

    private static String name(Call call) {
        return call.asked("name").orElse("body");
    }

    private static List<String> names(Call call) {
        return call.asked("resources")
                .map(all -> Arrays.asList(all.split(",", -1)))
                .orElse(List.of());
    }

    private static List<String> flags(Call call) {
        List<String> flags = new ArrayList<>();
        for (String flag : List.of("prune", "restart", "dry-run")) {
            if (call.has(flag)) {
                flags.add(flag);
            }
        }
        Optional<String> basedOn = call.asked("based-on");
        basedOn.ifPresent(edit -> flags.add("based-on=" + edit));
        call.asked("confirm-within").ifPresent(seconds -> flags.add("--confirm-within=" + seconds));
        return flags;
    }

    private static List<String> join(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}

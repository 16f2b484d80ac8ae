package orion.node.web;

import orion.node.api.AccessData;
import orion.node.api.CheckData;
import orion.node.api.ControlReply;
import orion.node.api.DoneData;
import orion.node.api.EditData;
import orion.node.api.EventData;
import orion.node.api.KeysData;
import orion.node.api.PlannerData;
import orion.node.api.StatusData;

/// What an answer looks like when all is well.
enum Shape {
    STATUS(StatusData.class, false),
    NODES(StatusData.NodeData.class, true),
    NODE(StatusData.NodeData.class, false),
    RESOURCES(StatusData.ResourceData.class, true),
    RESOURCE(StatusData.ResourceData.class, false),
    EVENTS(EventData.class, true),
    EXPLANATION(PlannerData.ExplanationData.class, false),
    LOSSES(PlannerData.LossData.class, true),
    LOSS(PlannerData.LossData.class, false),
    CHECK(CheckData.class, false),
    HISTORY(EditData.EntryData.class, true),
    EDIT(EditData.class, false),
    KEYS(KeysData.class, false),
    ACCESS(AccessData.class, false),
    DONE(DoneData.class, false),
    /// Whatever the command socket answers.
    REPLY(ControlReply.class, false),
    /// Server-sent events, of which [EventData] is one kind.
    STREAM(EventData.class, false),
    /// What describes all this.
    OPEN_API(Object.class, false);

    private final Class<?> type;
    private final boolean list;

    Shape(Class<?> type, boolean list) {
        this.type = type;
        this.list = list;
    }

    Class<?> type() {
        return type;
    }

    /// Whether there is any number of them.
    boolean isList() {
        return list;
    }
}

package orion.core;

import java.util.ArrayList;
import java.util.List;
import orion.core.model.NodeId;
import orion.core.wire.Message;

/// Collects what one step gives out, in order.
public final class Outbox {
    private List<Output> outputs = new ArrayList<>();

    public void add(Output output) {
        outputs.add(output);
    }

    public void send(NodeId to, Message message) {
        outputs.add(new Output.Send(to, message));
    }

    public void happened(Event.Kind kind, String text) {
        outputs.add(new Output.Happened(new Event(kind, text)));
    }

    List<Output> take() {
        List<Output> taken = outputs;
        outputs = new ArrayList<>();
        return taken;
    }
}

package orion.sim.pacemaker;

import java.util.List;
import java.util.Optional;

/// A situation in Pacemaker's words (its cluster information base).
final class PacemakerInput {
    /// For the first of the nodes of a resource; the others get less than what holds it where it is.
    private static final int FIRST = 10_000;

    private static final int STEP = 100;
    /// More than any other node is worth, less than the first.
    private static final int STICKINESS = 5_000;

    private final Situation situation;
    private final StringBuilder text = new StringBuilder();
    private int ids;

    private PacemakerInput(Situation situation) {
        this.situation = situation;
    }

    static String of(Situation situation) {
        return new PacemakerInput(situation).text();
    }

    private String text() {
        // To have each held to the schema takes twice the time.
        String schema = situation.seed() % 20 == 0 ? "pacemaker-3.8" : "none";
        text.append("""
                <cib crm_feature_set="3.16.2" validate-with="%s" epoch="1" num_updates="0" admin_epoch="0"\
                 have-quorum="1"><configuration><crm_config><cluster_property_set id="options">""".formatted(schema));
        pair("stonith-enabled", "false");
        pair("no-quorum-policy", "ignore");
        // Without a strategy resources of one priority would be placed in the order of the file.
        pair("placement-strategy", "utilization");
        text.append("</cluster_property_set></crm_config><nodes>");
        for (int node = 1; node <= situation.nodes(); node++) {
            text.append("<node id=\"%d\" uname=\"%s\">".formatted(node, Situation.name(node)));
            if (!situation.capacity().isEmpty()) {
                amount("capacity-" + node, situation.capacityOf(node));
            }
            text.append("</node>");
        }
        text.append("</nodes><resources>");
        situation.services().forEach(this::primitive);
        text.append("</resources><constraints>");
        situation.services().forEach(this::locations);
        situation.services().forEach(this::orders);
        neverTogether();
        text.append("</constraints></configuration><status>");
        situation.left().forEach(this::status);
        return text.append("</status></cib>\n").toString();
    }

    private void pair(String name, String value) {
        ids++;
        text.append("<nvpair id=\"v%d\" name=\"%s\" value=\"%s\"/>".formatted(ids, name, value));
    }

    private void amount(String id, int units) {
        text.append("<utilization id=\"%s\">".formatted(id));
        pair("units", String.valueOf(units));
        text.append("</utilization>");
    }

    private void primitive(Service service) {
        String name = service.name();
        text.append("<primitive id=\"%s\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">".formatted(name));
        text.append("<meta_attributes id=\"meta-%s\">".formatted(name));
        pair("priority", String.valueOf(service.priority()));
        pair("resource-stickiness", service.failback() ? String.valueOf(STICKINESS) : "INFINITY");
        pair("target-role", service.wanted() ? "Started" : "Stopped");
        text.append("</meta_attributes>");
        if (service.need() > 0) {
            amount("need-" + name, service.need());
        }
        text.append("</primitive>");
    }

    private void locations(Service service) {
        List<Integer> nodes = service.nodes();
        for (int node = 1; node <= situation.nodes() && !nodes.isEmpty(); node++) {
            int rank = nodes.indexOf(node);
            String score = switch (rank) {
                case -1 -> "-INFINITY";
                case 0 -> String.valueOf(FIRST);
                default -> String.valueOf(STEP * (nodes.size() - rank));
            };
            ids++;
            text.append("<rsc_location id=\"l%d\" rsc=\"%s\" node=\"%s\" score=\"%s\"/>"
                    .formatted(ids, service.name(), Situation.name(node), score));
        }
    }

    /// Only starts are held back; what runs is not stopped with what it came after.
    private void orders(Service service) {
        for (String first : service.after()) {
            ids++;
            text.append("""
                    <rsc_order id="o%d" first="%s" then="%s" first-action="start" then-action="start" kind="Mandatory"\
                     symmetrical="false"/>""".formatted(ids, first, service.name()));
        }
    }

    /// The one that ours judges first is the one that the other has to keep away from.
    private void neverTogether() {
        List<Service> judged = situation.judged();
        for (int first = 0; first < judged.size(); first++) {
            for (Service later : judged.subList(first + 1, judged.size())) {
                if (judged.get(first).isApartFrom(later)) {
                    ids++;
                    text.append(
                            """
                            <rsc_colocation id="a%d" rsc="%s" with-rsc="%s" score="-INFINITY" influence="false"/>""".formatted(ids, later.name(), judged.get(first).name()));
                }
            }
        }
    }

    private void status(int node) {
        String name = Situation.name(node);
        text.append("""
                <node_state id="%d" uname="%s" in_ccm="true" crmd="online" join="member" expected="member">\
                <lrm id="%d"><lrm_resources>""".formatted(node, name, node));
        for (Service service : situation.services()) {
            if (situation.place(service).equals(Optional.of(node))) {
                text.append("<lrm_resource id=\"%s\" type=\"Dummy\" class=\"ocf\" provider=\"pacemaker\">"
                        .formatted(service.name()));
                text.append(started(service, name)).append("</lrm_resource>");
            }
        }
        text.append("</lrm_resources></lrm></node_state>");
    }

    /// What makes the tool take a resource for one that runs there.
    private static String started(Service service, String node) {
        return """
            <lrm_rsc_op id="%1$s_last_0" operation_key="%1$s_start_0" operation="start" crm_feature_set="3.16.2"\
             transition-key="1:1:0:aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"\
             transition-magic="0:0;1:1:0:aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa" on_node="%2$s" call-id="1" rc-code="0"\
             op-status="0" interval="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/>""".formatted(service.name(), node);
    }
}

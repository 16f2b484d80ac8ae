package orion.node.alert;

import java.util.Optional;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Member;

/// Chooses, in one life of a node, what is told by mail, and that it is told once: what all members know is told by the
/// master, what only one node knows by that node. It is asked on the protocol thread and never waits.
public final class Alerts {
    private final String self;
    private final String cluster;
    private final Member member;
    private final NewsOfCluster news;
    private final AlertMail mail;
    private Optional<Member> fenced = Optional.empty();

    /// @param self   this node's name
    /// @param member this life of it
    public Alerts(String self, String cluster, Member member, AlertMail mail) {
        this.self = self;
        this.cluster = cluster;
        this.member = member;
        this.news = new NewsOfCluster(cluster);
        this.mail = mail;
    }

    /// Whether anybody is told.
    public boolean isOn() {
        return mail.isOn();
    }

    /// All members have agreed on something. A master that dies before he tells it is followed by one who tells
    /// that.
    public void agreed(NodeView view) {
        guarded(() -> {
            boolean begun = view.state().id().generation() == view.generation().number();
            if (view.standing() == Standing.MEMBER && begun) {
                var found = news.of(view.generation(), view.state());
                if (view.master().equals(Optional.of(member.node()))) {
                    found.forEach(mail::tell);
                }
            }
        });
    }

    /// This node stops everything. That it was cast out the others tell, and what a person wanted he knows.
    public void stops(Output.StopEverything.Cause cause) {
        guarded(() -> {
            switch (cause) {
                case LEASE_OVER ->
                    tell(
                            "stops everything",
                            "stops everything it holds, for nothing renewed its lease: it reaches too few nodes, or not"
                                    + " the white board");
                case RESOURCE_FAILED -> tell("is rebooted", "is rebooted, for a resource on it has failed too often");
                case CAST_OUT, SAID_TO_BE_OFF, LEAVES, REMOVED -> {}
            }
        });
    }

    /// Only one node has the power of a host cut. Whether that succeeds the events tell.
    ///
    /// @param name of that node
    public void fences(Member victim, String name) {
        guarded(() -> {
            if (!fenced.equals(Optional.of(victim))) {
                fenced = Optional.of(victim);
                mail.tell(new Notice(
                        name + " is being fenced",
                        "Node %s of cluster %s is to lose its power by its fencing device, on behalf of %s; 'orion events'"
                                        .formatted(name, cluster, self)
                                + " on %s tells more.".formatted(self)));
            }
        });
    }

    /// No fault in what is only told may end the protocol, on all members at the same state.
    private void guarded(Runnable work) {
        if (isOn()) {
            try {
                work.run();
            } catch (RuntimeException fault) {
                mail.cannotTell(fault);
            }
        }
    }

    private void tell(String subject, String what) {
        mail.tell(new Notice(
                self + " " + subject,
                "Node %s of cluster %s %s; 'orion events' on %s tells more.".formatted(self, cluster, what, self)));
    }
}

package orion.sim;

/// The program on a host that serves a disk of the white board to others. It dies with its host, or alone.
final class WitnessProgram {
    private final SimHost host;
    private boolean dead;
    private int deaths;

    WitnessProgram(SimHost host) {
        this.host = host;
    }

    void dies() {
        if (host.runs() && !dead) {
            host.cluster().log().line(host.id(), "its witness dies");
            dead = true;
            deaths++;
            host.cluster().board().witnessDied(host.id());
        }
    }

    void starts() {
        dead = false;
    }

    boolean isDead() {
        return dead;
    }

    /// How many lives of it have begun or ended; no connection outlives one.
    int lives() {
        return host.boots() + deaths;
    }
}

package orion.node.daemon;

import java.io.IOException;
import orion.node.os.KernelReboot;
import orion.node.os.Reboot;

/// Makes sure that nothing goes on here when that cannot be proven otherwise. Everything it needs is made
/// beforehand, and nothing it does can wait for anything: not even for somebody to read what it says.
final class NodeFence implements Life.Fencing {
    private static final int EXIT_FENCED = 75;
    private final Fence mode;
    private final Reboot reboot = new KernelReboot();

    NodeFence(Fence mode) {
        this.mode = mode;
    }

    @Override
    public void now(String reason) {
        try {
            say("fencing this node: " + reason);
            if (mode == Fence.REBOOT) {
                reboot.now();
            }
        } catch (IOException e) {
            say("the reboot was refused: " + e.getMessage());
        } finally {
            // The guard sees the end of its input and kills whatever is left.
            Runtime.getRuntime().halt(EXIT_FENCED);
        }
    }

    private static void say(String what) {
        Thread.ofPlatform().daemon().start(() -> System.err.println("orion: " + what));
    }
}

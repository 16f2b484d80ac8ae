package orion.sim.search;

/// How much may still go wrong.
///
/// @param losses  messages
/// @param fails   board cycles
/// @param crashes hosts that lose their power
/// @param sleeps  hosts that stand still
/// @param boots   lives that begin
record Budget(int losses, int fails, int crashes, int sleeps, int boots) {
    static final Budget NONE = new Budget(0, 0, 0, 0, 0);

    Budget afterLoss() {
        return new Budget(losses - 1, fails, crashes, sleeps, boots);
    }

    Budget afterFail() {
        return new Budget(losses, fails - 1, crashes, sleeps, boots);
    }

    Budget afterCrash() {
        return new Budget(losses, fails, crashes - 1, sleeps, boots);
    }

    Budget afterSleep() {
        return new Budget(losses, fails, crashes, sleeps - 1, boots);
    }

    Budget afterBoot() {
        return new Budget(losses, fails, crashes, sleeps, boots - 1);
    }
}

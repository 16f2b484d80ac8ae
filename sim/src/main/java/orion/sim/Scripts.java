package orion.sim;

/// How the load and unload scripts of a host behave.
///
/// @param longestMillis    how long one takes at most
/// @param failThousandths  how many of 1,000 fail
/// @param dirtyThousandths how many of 1,000 failures leave parts active
/// @param hangThousandths  how many of 1,000 never end by themselves
record Scripts(long longestMillis, int failThousandths, int dirtyThousandths, int hangThousandths) {
    static final Scripts GOOD = new Scripts(300, 0, 0, 0);
}

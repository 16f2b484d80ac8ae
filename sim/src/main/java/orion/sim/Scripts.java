package orion.sim;

/// How the load and unload scripts of a host behave.
///
/// @param longestMillis    how long one takes at most
/// @param failThousandths  how many of 1,000 fail
/// @param dirtyThousandths how many of 1,000 failures leave parts active
/// @param hangThousandths  how many of 1,000 never end by themselves
/// @param lieThousandths   how many of 1,000 say that they have done it and have not
record Scripts(long longestMillis, int failThousandths, int dirtyThousandths, int hangThousandths, int lieThousandths) {
    static final Scripts GOOD = new Scripts(300, 0, 0, 0, 0);
}

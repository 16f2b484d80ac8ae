package orion.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// Worlds in which one rule is broken at the edge of the core. An invariant must notice each of them.
enum Mutant {
    /// The disk loses writes, but shows the writer what it wanted to see.
    READ_BACK_LIES(52, "OneGenerationChain|OneHolder") {
        @Override
        BoardMedium medium() {
            return new BoardMedium() {
                private final Map<NodeId, NodeBlock> lost = new LinkedHashMap<>();

                @Override
                void store(NodeBlock block) {
                    lost.remove(block.writer().node());
                    super.store(block);
                }

                @Override
                void lose(NodeBlock block) {
                    lost.put(block.writer().node(), block);
                }

                @Override
                SortedMap<NodeId, NodeBlock> load(NodeId reader) {
                    SortedMap<NodeId, NodeBlock> blocks = super.load(reader);
                    Optional.ofNullable(lost.get(reader)).ifPresent(block -> blocks.put(reader, block));
                    return blocks;
                }
            };
        }
    },
    /// A host reads what it has read before instead of asking the disk again.
    READS_FROM_CACHE(1, "OneHolder|OneGenerationChain") {
        @Override
        BoardMedium medium() {
            return new BoardMedium() {
                private final SortedMap<NodeId, SortedMap<NodeId, NodeBlock>> caches = new TreeMap<>();
                private int reads;

                @Override
                SortedMap<NodeId, NodeBlock> load(NodeId reader) {
                    SortedMap<NodeId, NodeBlock> fresh = super.load(reader);
                    reads++;
                    SortedMap<NodeId, NodeBlock> cached = caches.get(reader);
                    boolean stale = reader.number() == 1 && reads > 300 && cached != null;
                    if (!stale) {
                        caches.put(reader, fresh);
                        return fresh;
                    }
                    SortedMap<NodeId, NodeBlock> mixed = new TreeMap<>(cached);
                    Optional.ofNullable(fresh.get(reader)).ifPresent(own -> mixed.put(reader, own));
                    return mixed;
                }
            };
        }
    },
    /// Each host has a board of its own and believes it to be shared.
    BOARD_IS_NOT_SHARED(1, "OneGenerationChain") {
        @Override
        BoardMedium medium() {
            return new BoardMedium() {
                @Override
                SortedMap<NodeId, NodeBlock> load(NodeId reader) {
                    SortedMap<NodeId, NodeBlock> blocks = super.load(reader);
                    blocks.keySet().removeIf(node -> node.number() % 2 != reader.number() % 2);
                    return blocks;
                }
            };
        }
    },
    /// Clocks differ by far more than the two per cent the take-over wait allows for.
    CLOCK_DRIFTS(142, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                long driftPpm(long honest) {
                    return honest < 0 ? -100_000 : 100_000;
                }
            };
        }
    },
    /// A virtual machine measures its lease by the clock on the wall, which is set back when it runs again.
    CLOCK_IS_SET_BACK(12, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                long showsAfterStanding(long shown) {
                    return shown - 60_000_000;
                }
            };
        }

        @Override
        boolean wrongClocks(Plan plan) {
            return true;
        }
    },
    /// A new life takes the incarnation of the last one, and does not look at its own block.
    INCARNATION_IS_USED_AGAIN(1, "Convergence|OneGenerationChain") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                long incarnation(long highestEver) {
                    return Math.max(1, highestEver);
                }

                @Override
                SortedMap<NodeId, NodeBlock> blocksAtStart(NodeId host, SortedMap<NodeId, NodeBlock> honest) {
                    SortedMap<NodeId, NodeBlock> others = new TreeMap<>(honest);
                    others.remove(host);
                    return others;
                }
            };
        }
    },
    /// A host says that it has stopped everything, and has not.
    STOP_IS_IGNORED(3, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean stopsWhenTold() {
                    return false;
                }
            };
        }
    },
    /// The daemon loads without comparing its clock with its lease.
    LEASE_IS_NOT_CHECKED(345, "NoActionAfterLease") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean checksLease() {
                    return false;
                }
            };
        }
    },
    /// Nobody kills what a crashed daemon held, and its next life begins all the same.
    LEFTOVERS_RUN_ON(1, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean guardKills() {
                    return false;
                }

                @Override
                boolean stopsLeftovers() {
                    return false;
                }
            };
        }
    },
    /// The guard writes a crashed daemon's last words, and what it held runs on (rule E2).
    LAST_WORDS_ARE_NOT_TRUE(1, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean guardKills() {
                    return false;
                }
            };
        }
    },
    /// The watchdog is fed for longer than the lease allows.
    WATCHDOG_IS_FED_TOO_LONG(199, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                long feedUntilMillis(long leaseUntil, long watchdogMillis) {
                    return leaseUntil + 3 * watchdogMillis;
                }
            };
        }
    },
    /// Nodes grant what they were not asked for and do not count (rule G1).
    GRANTS_WITHOUT_PROMISE(177, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                private final SortedMap<Member, SortedMap<NodeId, Long>> asked = new TreeMap<>();

                @Override
                Message says(Member from, NodeId to, Message honest) {
                    if (!(honest instanceof Message.Heartbeat heartbeat)) {
                        return honest;
                    }
                    asked.computeIfAbsent(from, any -> new TreeMap<>()).put(to, heartbeat.asked());
                    // Whatever the other asks for at that moment is granted, as if its request were known already.
                    SortedMap<NodeId, Long> grants = new TreeMap<>(heartbeat.grants());
                    asked.forEach((member, requests) -> {
                        if (member.node().equals(to)) {
                            grants.put(
                                    to,
                                    requests.values().stream()
                                            .max(Long::compare)
                                            .orElse(0L));
                        }
                    });
                    return with(heartbeat, grants);
                }
            };
        }
    },
    /// A fencing device confirms that a host has no power, while the host works on.
    FENCING_DEVICE_LIES(19, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean fencingIsTrue() {
                    return false;
                }
            };
        }
    },
    /// The agent of a fencing device fails, and its failure counts as a confirmation.
    FAILED_FENCING_IS_CONFIRMED(119, "OneHolder") {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean failedFencingIsSilent() {
                    return false;
                }
            };
        }
    },
    /// A node writes over the good one of its two copies, so that a torn write brings an older block back.
    TORN_WRITE_HITS_THE_GOOD_COPY(180, "OneGenerationChain|OneHolder") {
        @Override
        BoardMedium medium() {
            return new BoardMedium() {
                @Override
                void tear(NodeBlock block) {
                    loseNewest(block.writer().node());
                }
            };
        }
    },
    /// Who serves a disk lets an old write in where a later connection has written (rule B2).
    OVERTAKEN_WRITES_LAND(1, "NothingOvertaken") {
        @Override
        BoardMedium medium() {
            return new BoardMedium() {
                @Override
                boolean refusesOvertaken() {
                    return false;
                }
            };
        }
    };

    private final long firstSeed;
    private final String mayBreak;

    /// @param mayBreak names of the invariants that must notice it
    Mutant(long firstSeed, String mayBreak) {
        this.firstSeed = firstSeed;
        this.mayBreak = mayBreak;
    }

    /// Where the search for a run that shows it begins: not far before one that does, to save time.
    long firstSeed() {
        return firstSeed;
    }

    /// Whether that failure is what this mutant must lead to.
    boolean explains(String failure) {
        return failure.matches("(?s)(" + mayBreak + "):.*");
    }

    Conduct conduct() {
        return new Conduct();
    }

    BoardMedium medium() {
        return new BoardMedium();
    }

    /// Whether clocks go wrong by more than the protocol allows for.
    boolean wrongClocks(Plan plan) {
        return plan.wrongClocks();
    }

    private static Message.Heartbeat with(Message.Heartbeat heartbeat, SortedMap<NodeId, Long> grants) {
        SortedSet<NodeId> hears = heartbeat.hears();
        return new Message.Heartbeat(
                heartbeat.levels(),
                heartbeat.generation(),
                heartbeat.wantsIn(),
                hears,
                heartbeat.linkUp(),
                heartbeat.boardHealthy(),
                heartbeat.tick(),
                heartbeat.asked(),
                grants,
                heartbeat.powerOff(),
                heartbeat.state(),
                heartbeat.worstPause(),
                heartbeat.recentPause(),
                heartbeat.boardMillis());
    }
}

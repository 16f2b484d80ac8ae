---- MODULE Authority ----
\* Who may hold a resource. The rules are those of orion.core.authority, splitbrain.GenerationDecision,
\* membership.ColdStart and membership.Assessment; their names (A1, T3, C2, ...) are those of the comments there.
\*
\* Time is kept as ages and remainders, all cut off at L, so that a finite number of states covers runs of any length.
\* Deciding is one atomic step here (Disk Paxos makes it so); *publishing* is a write that others may read before the
\* publisher has read it back, and any proposer may be the one who publishes what another proposed (rule D2).
\*
\* `Broken` names rules that are broken on purpose; it is empty in every configuration that must hold.
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
    Nodes,
    L,               \* length of a lease, and how long others wait (clocks run at the same speed here)
    MaxGeneration,   \* bound on the chain of generations
    MaxIncarnation,  \* bound on the lives of a node
    MaxDeaths,       \* bound on the lives that end
    FirstMembers,    \* the possible first generations
    Boards,          \* nodes whose way to the white board works (the others read it only when a life begins)
    Networks,        \* nodes that give and use grants
    Deciders,        \* nodes that propose generations
    Mortals,         \* nodes whose life may end for other reasons than the protocol's
    FirstSeen,       \* for how long everybody's tick has stood still at the beginning
    Releases,        \* whether a holder may let go of the resource
    SplitWrites,     \* whether time may pass between the start of a cycle and its write
    SplitReads,      \* whether the block of one node may be read earlier than the rest in one reading
    ColdStarts,      \* whether nodes outside may found the cluster anew
    Messages,        \* whether generations are also learnt from messages
    Broken           \* names of rules broken on purpose

VARIABLES
    decided,    \* the chain: what was decided for generation 1, 2, ...
    announced,  \* the newest generation whose publisher has read it back and told everybody
    up,         \* whether the present life of the node still runs
    inc,        \* number of the node's present life
    known,      \* the newest generation the node knows; 0 while it is down
    lease,      \* remaining time of its lease
    holds,      \* the generation in which it started the resource; 0 where it does not hold it
    publishing, \* whether it is about to publish the successor of the generation it knows
    cycle,      \* its board cycle: "idle" -> "begun" -> "written" (-> "half") -> "idle"
    age,        \* time since its cycle began
    late,       \* whether its cycle began after it had learnt the generation it knows (rule T3)
    half,       \* what the first half of a split reading saw
    block,      \* what is on the board
    moved,      \* moved[n][x]: x has written since n last read
    seen,       \* seen[n][x]: time since n first saw the present tick of x
    wait,       \* wait[n][x]: what n still waits for before it takes the condemned life of x for gone
    gave,       \* gave[n][x]: time since n last granted x a renewal
    got,        \* got[n]: whose grants of the present generation n has
    ended       \* time since n judged that nobody of the generation it knows can renew by grants; Never if it did not

vars == <<decided, announced, up, inc, known, lease, holds, publishing, cycle, age, late, half, block, moved, seen,
          wait, gave, got, ended>>
cycleVars == <<cycle, age, late, half>>

Never == L + 1
Unread == L + 1
NoWait == [ticks |-> 0, grants |-> 0]
NoHalf == [node |-> "nobody", generation |-> 0, moved |-> FALSE]
Symmetry == Permutations(Nodes)

Max(a, b) == IF a > b THEN a ELSE b
Older(a) == IF a < L THEN a + 1 ELSE a
Less(a) == IF a > 0 THEN a - 1 ELSE 0
Largest(S) == CHOOSE m \in S : \A k \in S : k <= m
NodesOf(S) == {p[1] : p \in S}
Me(n) == <<n, inc[n]>>
Runs(p) == up[p[1]] /\ inc[p[1]] = p[2]
Members(g) == IF g = 0 THEN {} ELSE decided[g].members
Condemned(g) == IF g = 0 THEN {} ELSE decided[g].condemned
IsMember(n) == Me(n) \in Members(known[n])
EverHad(g, p) == \E k \in 1..g : \E q \in decided[k].members : q[1] = p[1] /\ q[2] >= p[2]

\* The node's own words: a later life wrote (rule A2) or its last words are there (rule T1). They count from the write
\* on, read or not. So it makes no difference here that a later life proves as much to those who hear it: nobody hears it
\* before it is on the board (rule A3), and a message that comes late or again still tells of a life that has begun.
SaysGone(p) == block[p[1]].inc > p[2] \/ (block[p[1]].inc = p[2] /\ block[p[1]].stopped)
Proven(n, p) == SaysGone(p) \/ wait[n][p[1]] = NoWait
NewestOnBoard == Largest({block[n].generation : n \in Nodes})

Init ==
    \E M \in FirstMembers :
        /\ decided = <<[members |-> {<<n, 1>> : n \in M}, condemned |-> {}]>>
        /\ announced = 1
        /\ up = [n \in Nodes |-> TRUE]
        /\ inc = [n \in Nodes |-> 1]
        /\ known = [n \in Nodes |-> 1]
        /\ lease = [n \in Nodes |-> IF n \in M THEN L ELSE 0]
        /\ holds = [n \in Nodes |-> 0]
        /\ publishing = [n \in Nodes |-> FALSE]
        /\ cycle = [n \in Nodes |-> "idle"]
        /\ age = [n \in Nodes |-> 0]
        /\ late = [n \in Nodes |-> FALSE]
        /\ half = [n \in Nodes |-> NoHalf]
        /\ block = [n \in Nodes |-> [inc |-> 1, generation |-> 1, stopped |-> FALSE]]
        /\ moved = [n \in Nodes |-> [x \in Nodes |-> FALSE]]
        /\ seen = [n \in Nodes |-> [x \in Nodes |-> IF x = n THEN 0 ELSE FirstSeen]]
        /\ wait = [n \in Nodes |-> [x \in Nodes |-> NoWait]]
        \* Whoever has a lease without a tick has it from the grants of all others.
        /\ FirstSeen > 0 => Cardinality(M) >= 2
        /\ gave = [n \in Nodes |-> [x \in Nodes |-> IF FirstSeen > 0 /\ n # x /\ {n, x} \subseteq M THEN 0 ELSE L]]
        /\ got = [n \in Nodes |-> {}]
        /\ ended = [n \in Nodes |-> Never]

----------------------------------------------------------------------------------------------------
\* The end of a life, by whatever cause: nothing of it runs from here on.

Ends(S) ==
    /\ up' = [n \in Nodes |-> up[n] /\ n \notin S]
    /\ holds' = [n \in Nodes |-> IF n \in S THEN 0 ELSE holds[n]]

\* What a node forgets when its life ends. Kept apart so that a dead node has one state only.
Blank(f, n, value) == [f EXCEPT ![n] = value]
EachBlank(f, n, value) == [f EXCEPT ![n] = [x \in Nodes |-> value]]

Stop(n) ==
    /\ up[n]
    /\ Ends({n})
    /\ known' = Blank(known, n, 0)
    /\ lease' = Blank(lease, n, 0)
    /\ publishing' = Blank(publishing, n, FALSE)
    /\ cycle' = Blank(cycle, n, "idle")
    /\ age' = Blank(age, n, 0)
    /\ late' = Blank(late, n, FALSE)
    /\ half' = Blank(half, n, NoHalf)
    /\ moved' = EachBlank(moved, n, FALSE)
    /\ seen' = EachBlank(seen, n, 0)
    /\ wait' = EachBlank(wait, n, NoWait)
    /\ gave' = [m \in Nodes |-> IF m = n THEN [x \in Nodes |-> L] ELSE [gave[m] EXCEPT ![n] = L]]
    /\ got' = Blank(got, n, {})
    /\ ended' = Blank(ended, n, Never)
    /\ UNCHANGED <<decided, announced, inc, block>>

Crash(n) == n \in Mortals /\ Stop(n)

\* Last words of a life that has ended: written by its guard, by the node that left in order, or, what is the same to
\* the others, the word of a fencing device (rules T1, T2, E2).
LastWords(n) ==
    /\ ~up[n] \/ "wordsBeforeStop" \in Broken
    /\ block[n].inc = inc[n] /\ ~block[n].stopped
    /\ block' = [block EXCEPT ![n].stopped = TRUE]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, moved, seen, wait, gave,
                   got, ended>>

Reboot(n) ==
    /\ ~up[n] /\ inc[n] < MaxIncarnation
    /\ up' = [up EXCEPT ![n] = TRUE]
    /\ inc' = [inc EXCEPT ![n] = @ + 1]
    /\ known' = [known EXCEPT ![n] = NewestOnBoard]
    /\ wait' = [wait EXCEPT ![n] = [x \in Nodes |->
            IF x \in NodesOf(Condemned(NewestOnBoard)) THEN [ticks |-> Unread, grants |-> L] ELSE NoWait]]
    /\ UNCHANGED <<decided, announced, lease, holds, publishing, cycleVars, block, moved, seen, gave, got, ended>>

----------------------------------------------------------------------------------------------------
\* Learning of a generation.

\* Rule T4: until when the condemned p may have renewed by grants, as n judges it when it learns g.
GrantsWait(n, g, p) ==
    LET before == known[n]
        own == Me(n) \in Members(before) /\ p \in Members(before)
        direct == g = before + 1 \/ "grantsEndedForever" \in Broken
    IN  IF "ignoreGrants" \in Broken THEN 0
        ELSE IF own THEN L - gave[n][p[1]]
        ELSE IF ended[n] # Never /\ direct THEN L - ended[n]
        ELSE L

WaitAfter(n, g) ==
    [x \in Nodes |->
        IF x \notin NodesOf(Condemned(g)) THEN NoWait
        ELSE LET p == CHOOSE q \in Condemned(g) : q[1] = x
             IN  IF p \in Condemned(known[n]) THEN wait[n][x]
                 ELSE [ticks |-> Unread, grants |-> GrantsWait(n, g, p)]]

\* Rule G3: who enters counts as having granted everybody at that moment, because those who renew by the grants of an
\* earlier generation are not yet known to need this one's.
GaveAfter(n, g) ==
    IF Me(n) \in Members(g) /\ Me(n) \notin Members(known[n]) /\ "enterWithoutGrants" \notin Broken
    THEN [gave EXCEPT ![n] = [x \in Nodes |-> IF x \in NodesOf(Members(g)) \ {n} THEN 0 ELSE gave[n][x]]]
    ELSE gave

CastOut(n, g) == Me(n) \in Members(known[n]) /\ Me(n) \notin Members(g)

----------------------------------------------------------------------------------------------------
\* The board cycle.

Contents(n) ==
    [inc |-> inc[n], generation |-> IF publishing[n] THEN known[n] + 1 ELSE known[n], stopped |-> FALSE]
Written(n) ==
    /\ block' = [block EXCEPT ![n] = Contents(n)]
    /\ moved' = [m \in Nodes |-> IF up[m] /\ m # n THEN [moved[m] EXCEPT ![n] = TRUE] ELSE moved[m]]

Begin(n) ==
    /\ n \in Boards /\ up[n] /\ cycle[n] = "idle"
    /\ age' = [age EXCEPT ![n] = 0]
    /\ late' = [late EXCEPT ![n] = TRUE]
    /\ IF SplitWrites THEN cycle' = [cycle EXCEPT ![n] = "begun"] /\ UNCHANGED <<block, moved>>
                      ELSE cycle' = [cycle EXCEPT ![n] = "written"] /\ Written(n)
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, half, seen, wait, gave, got, ended>>

Write(n) ==
    /\ up[n] /\ cycle[n] = "begun"
    /\ cycle' = [cycle EXCEPT ![n] = "written"]
    /\ Written(n)
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, age, late, half, seen, wait, gave,
                   got, ended>>

ReadHalf(n, x) ==
    /\ SplitReads /\ up[n] /\ cycle[n] = "written" /\ x # n
    /\ cycle' = [cycle EXCEPT ![n] = "half"]
    /\ half' = [half EXCEPT ![n] = [node |-> x, generation |-> block[x].generation, moved |-> moved[n][x]]]
    /\ moved' = [moved EXCEPT ![n][x] = FALSE]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, age, late, block, seen, wait, gave,
                   got, ended>>

SeenAfter(n) ==
    [x \in Nodes |-> IF x = half[n].node THEN (IF half[n].moved THEN 0 ELSE seen[n][x])
                     ELSE IF moved[n][x] THEN 0 ELSE seen[n][x]]
MovedAfter(n) == [x \in Nodes |-> x = half[n].node /\ moved[n][x]]

\* Rule T3: only a reading that began after the exclusion was known counts as evidence.
WithEvidence(n, waits, ticks, counts) ==
    [x \in Nodes |-> IF counts /\ waits[x].ticks = Unread
                     THEN [waits[x] EXCEPT !.ticks = L - ticks[x]] ELSE waits[x]]

EndCycle(n) ==
    /\ up[n] /\ cycle[n] \in {"written", "half"}
    /\ LET g == Largest({known[n], half[n].generation}
                        \cup {block[x].generation : x \in Nodes \ {half[n].node}})
           ticks == SeenAfter(n)
           news == g > known[n]
           counts == (late[n] /\ ~news) \/ "readBegunBefore" \in Broken
           waits == IF news THEN WaitAfter(n, g) ELSE wait[n]
           fresh == IF "leaseFromEnd" \in Broken THEN L ELSE L - age[n]
       IN  /\ ~CastOut(n, g)
           /\ known' = [known EXCEPT ![n] = g]
           /\ announced' = IF publishing[n] /\ Messages THEN Max(announced, known[n] + 1) ELSE announced
           /\ publishing' = [publishing EXCEPT ![n] = FALSE]
           /\ seen' = [seen EXCEPT ![n] = ticks]
           /\ moved' = [moved EXCEPT ![n] = MovedAfter(n)]
           /\ wait' = [wait EXCEPT ![n] = WithEvidence(n, waits, ticks, counts)]
           /\ lease' = IF Me(n) \in Members(g) THEN [lease EXCEPT ![n] = Max(@, fresh)] ELSE lease
           /\ gave' = IF news THEN GaveAfter(n, g) ELSE gave
           /\ got' = IF news THEN [got EXCEPT ![n] = {}] ELSE got
           /\ ended' = IF news THEN [ended EXCEPT ![n] = Never] ELSE ended
    /\ cycle' = [cycle EXCEPT ![n] = "idle"]
    /\ age' = [age EXCEPT ![n] = 0]
    /\ late' = [late EXCEPT ![n] = FALSE]
    /\ half' = [half EXCEPT ![n] = NoHalf]
    /\ UNCHANGED <<decided, up, inc, holds, block>>

\* Reading a generation without oneself is eating the poison pill; the same for a message.
EatPill(n) ==
    /\ \/ /\ up[n] /\ cycle[n] \in {"written", "half"}
          /\ CastOut(n, Largest({known[n], half[n].generation}
                                \cup {block[x].generation : x \in Nodes \ {half[n].node}}))
       \/ Messages /\ up[n] /\ \E g \in (known[n] + 1)..announced : CastOut(n, g)
    /\ Stop(n)

Hear(n) ==
    /\ Messages /\ up[n]
    /\ \E g \in (known[n] + 1)..announced :
        /\ ~CastOut(n, g)
        /\ known' = [known EXCEPT ![n] = g]
        /\ late' = [late EXCEPT ![n] = FALSE]
        /\ publishing' = [publishing EXCEPT ![n] = FALSE]
        /\ wait' = [wait EXCEPT ![n] = WaitAfter(n, g)]
        /\ gave' = GaveAfter(n, g)
        /\ got' = [got EXCEPT ![n] = {}]
        /\ ended' = [ended EXCEPT ![n] = Never]
    /\ UNCHANGED <<decided, announced, up, inc, lease, holds, cycle, age, half, block, moved, seen>>

----------------------------------------------------------------------------------------------------
\* Deciding and publishing.

\* Rules C1 and C2, as one who is outside judges them.
MayFound(n) ==
    /\ ColdStarts /\ ~EverHad(known[n], Me(n))
    /\ block[n].inc = inc[n]
    /\ \A p \in Members(known[n]) : SaysGone(p) \/ seen[n][p[1]] = L
    /\ \/ "foundWithoutC2" \in Broken
       \/ Cardinality(Members(known[n])) <= 1
       \/ \E p \in Members(known[n]) : SaysGone(p)

JudgeEnded(n) ==
    /\ up[n] /\ MayFound(n) /\ ended[n] = Never
    /\ ended' = [ended EXCEPT ![n] = 0]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen, wait,
                   gave, got>>

MayPropose(n) ==
    /\ up[n] /\ cycle[n] = "idle" /\ ~publishing[n]
    /\ IsMember(n) \/ (ended[n] # Never /\ MayFound(n))

\* Rule A1: a life that was in a generation is never let in again.
Candidates(n) ==
    {Me(x) : x \in {y \in Nodes :
        /\ up[y] /\ known[y] = known[n]
        /\ IF Me(y) \in Members(known[n]) THEN IsMember(n)
           ELSE block[y].inc = inc[y] /\ (~EverHad(known[n], Me(y)))}}
    \cup IF "readmit" \in Broken /\ IsMember(n)
         THEN {Me(y) : y \in {z \in Nodes : up[z] /\ Me(z) \notin Members(known[n])}} ELSE {}

Decide(n) ==
    /\ n \in Deciders /\ MayPropose(n) /\ known[n] = Len(decided) /\ Len(decided) < MaxGeneration
    /\ \E S \in SUBSET Candidates(n) :
        /\ Me(n) \in S /\ S # Members(known[n])
        /\ LET gone == {p \in Members(known[n]) : p[1] \notin NodesOf(S)}
               carried == {p \in Condemned(known[n]) : p[1] \notin NodesOf(S) /\ ~Proven(n, p)}
           IN  decided' = Append(decided,
                    [members |-> S,
                     condemned |-> IF "forgetCondemned" \in Broken THEN gone ELSE gone \cup carried])
    /\ UNCHANGED <<announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen, wait, gave, got,
                   ended>>

\* Who proposed may die before it knows that it was decided. Rule D2: whoever proposes finds what was decided before and
\* publishes that, even where it is not in it itself.
Publish(n) ==
    /\ n \in Boards /\ MayPropose(n) /\ known[n] < Len(decided)
    /\ publishing' = [publishing EXCEPT ![n] = TRUE]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, cycleVars, block, moved, seen, wait, gave, got,
                   ended>>

----------------------------------------------------------------------------------------------------
\* Grants (rules G1, G2). A grant is for a renewal asked for at this moment, the worst case: earlier ones last less.

Give(m, n) ==
    /\ {m, n} \subseteq Networks /\ m # n /\ up[m] /\ up[n] /\ known[m] = known[n] /\ IsMember(m) /\ IsMember(n)
    /\ ~publishing[m] \/ "publisherGrants" \in Broken
    /\ gave[m][n] # 0 \/ m \notin got[n]
    /\ gave' = [gave EXCEPT ![m][n] = 0]
    /\ got' = [got EXCEPT ![n] = @ \cup {m}]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen, wait,
                   ended>>

\* Grants may arrive late. Rule G4: who publishes neither grants nor uses grants, or its own pill would not bind it.
Renew(n) ==
    LET others == NodesOf(Members(known[n])) \ {n}
        since == IF others = {} THEN 0 ELSE Largest({gave[m][n] : m \in others})
    IN  /\ up[n] /\ IsMember(n) /\ others \subseteq got[n]
        /\ others # {} \/ "renewAlone" \in Broken
        /\ ~publishing[n] \/ "publisherRenews" \in Broken
        /\ L - since > lease[n]
        /\ lease' = [lease EXCEPT ![n] = L - since]
        /\ UNCHANGED <<decided, announced, up, inc, known, holds, publishing, cycleVars, block, moved, seen, wait,
                       gave, got, ended>>

----------------------------------------------------------------------------------------------------
\* Holding. Within a generation the agreed state (Agreement.tla) gives the resource to one member at a time and knows
\* who got it in earlier generations. Rule P4: nobody acts in g while a member of g may still act in an earlier one.

Acquire(n) ==
    /\ up[n] /\ holds[n] = 0 /\ IsMember(n) /\ lease[n] > 0
    /\ \A p \in Members(known[n]) : Runs(p) => known[p[1]] >= known[n] \/ "actEarly" \in Broken
    /\ \A p \in Condemned(known[n]) : Proven(n, p)
    /\ \A p \in Members(known[n]) \ {Me(n)} : Runs(p) => holds[p[1]] = 0 \/ holds[p[1]] > known[n]
    /\ holds' = [holds EXCEPT ![n] = known[n]]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, publishing, cycleVars, block, moved, seen, wait, gave,
                   got, ended>>

Release(n) ==
    /\ Releases /\ holds[n] # 0
    /\ holds' = [holds EXCEPT ![n] = 0]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, publishing, cycleVars, block, moved, seen, wait, gave,
                   got, ended>>

----------------------------------------------------------------------------------------------------
\* Time passes; whoever's lease runs out stops at once (rule L2), if need be by its watchdog.

Time ==
    LET dead == {n \in Nodes : up[n] /\ lease[n] = 1 /\ IsMember(n)}
        older == [m \in Nodes |-> [x \in Nodes |-> IF m \in dead \/ x \in dead THEN L ELSE Older(gave[m][x])]]
    IN  /\ Ends(dead)
        /\ known' = [n \in Nodes |-> IF n \in dead THEN 0 ELSE known[n]]
        /\ lease' = [n \in Nodes |-> Less(lease[n])]
        /\ publishing' = [n \in Nodes |-> publishing[n] /\ n \notin dead]
        /\ cycle' = [n \in Nodes |-> IF n \in dead THEN "idle" ELSE cycle[n]]
        /\ age' = [n \in Nodes |-> IF n \in dead \/ cycle[n] = "idle" THEN 0 ELSE Older(age[n])]
        /\ late' = [n \in Nodes |-> late[n] /\ n \notin dead]
        /\ half' = [n \in Nodes |-> IF n \in dead THEN NoHalf ELSE half[n]]
        /\ moved' = [n \in Nodes |-> [x \in Nodes |-> moved[n][x] /\ n \notin dead]]
        /\ seen' = [n \in Nodes |-> [x \in Nodes |-> IF n \in dead \/ ~up[n] \/ x = n THEN 0 ELSE Older(seen[n][x])]]
        /\ wait' = [n \in Nodes |-> [x \in Nodes |-> IF n \in dead THEN NoWait
                ELSE [ticks |-> IF wait[n][x].ticks = Unread THEN Unread ELSE Less(wait[n][x].ticks),
                      grants |-> Less(wait[n][x].grants)]]]
        /\ gave' = older
        /\ got' = [n \in Nodes |-> IF n \in dead THEN {} ELSE {m \in got[n] : older[m][n] < L}]
        /\ ended' = [n \in Nodes |-> IF n \in dead THEN Never ELSE IF ended[n] = Never THEN Never ELSE Older(ended[n])]
        /\ UNCHANGED <<decided, announced, inc, block>>

Next ==
    \/ Time
    \/ \E n \in Nodes :
        \/ Crash(n) \/ LastWords(n) \/ Reboot(n)
        \/ Begin(n) \/ Write(n) \/ EndCycle(n) \/ EatPill(n) \/ Hear(n)
        \/ JudgeEnded(n) \/ Decide(n) \/ Publish(n)
        \/ Renew(n) \/ Acquire(n) \/ Release(n)
        \/ \E x \in Nodes : ReadHalf(n, x) \/ Give(n, x)

Spec == Init /\ [][Next]_vars

----------------------------------------------------------------------------------------------------
Deaths == Cardinality({<<n, i>> \in Nodes \X (1..MaxIncarnation) : i < inc[n] \/ (i = inc[n] /\ ~up[n])})
FewDeaths == Deaths <= MaxDeaths

\* For mutants: skips what may happen before the first decision, so that a long counterexample is found soon.
QuietStart == Len(decided) = 1 => \A n \in Nodes : cycle[n] = "idle" /\ got[n] = {} /\ lease[n] \in {0, L}

LateStart ==
    /\ \A n \in Deciders : holds[n] = 0 /\ half[n] = NoHalf
    /\ \A n \in Nodes : holds[n] = 1 => half[n] = NoHalf
    /\ Len(decided) = 1 => \A m \in Deciders :
        /\ cycle[m] = "idle"
        /\ lease[m] = L => \A n \in Nodes : cycle[n] = "idle"
        /\ lease[m] < L => \E n \in Nodes : holds[n] # 0
    /\ Len(decided) = 2 => \A n \in Nodes : n \in NodesOf(Members(2)) <=> holds[n] # 1

\* Nobody holds what another holds.
OneHolder == Cardinality({n \in Nodes : holds[n] # 0}) <= 1

\* Nobody holds anything without a lease or after its life.
HoldsUnderLease == \A n \in Nodes : holds[n] # 0 => up[n] /\ lease[n] > 0

\* The chain: who was left out never comes back in the same life.
NoReadmission ==
    \A g \in 1..Len(decided) : \A k \in (g + 1)..Len(decided) : \A p \in Members(g) :
        p \in Members(k) => \A j \in g..k : p \in Members(j)

\* Who falls out of sight has ended.
NobodyForgotten ==
    \A g \in 1..(Len(decided) - 1) : \A p \in Members(g) \cup Condemned(g) :
        p \notin Members(g + 1) \cup Condemned(g + 1) => holds[p[1]] = 0 \/ ~Runs(p)
====

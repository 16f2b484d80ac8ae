---- MODULE Authority ----
\* Who may hold a resource. The rules are those of orion.core.authority, splitbrain.GenerationDecision,
\* membership.ColdStart and membership.Assessment; their names (A1, T3, C2, ...) are those of the comments there.
\*
\* Time is kept as ages and remainders, all cut off at L or TakeOver, so that a finite number of states covers runs of any
\* length. Each is counted by the clock of the node that keeps it (Pass); here all clocks run at the same speed (Time).
\* Deciding is one atomic step here (Disk Paxos makes it so); *publishing* is a write that others may read before the
\* publisher has read it back, and any proposer may be the one who publishes what another proposed (rule D2).
\*
\* `Broken` names rules that are broken on purpose; it is empty in every configuration that must hold.
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
    Nodes,
    L,               \* length of a lease
    Grace,           \* how long a node whose lease ran out may take to stop everything (rule T5)
    TakeOver,        \* how long others wait before they take a lease for run out and what it covered for stopped
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
    Failing,         \* nodes whose board cycles may fail
    ColdStarts,      \* whether nodes outside may found the cluster anew
    Messages,        \* whether generations are also learnt from messages
    Broken           \* names of rules broken on purpose

VARIABLES
    decided,    \* the chain: what was decided for generation 1, 2, ...
    announced,  \* the newest generation whose publisher has read it back and told everybody
    up,         \* whether the present life of the node still runs
    inc,        \* number of the node's present life
    known,      \* the newest generation the node knows; 0 while it is down
    lease,      \* remaining time of its lease; from 0 down to NoLease while it stops because the lease ran out
    holds,      \* the generation in which it started the resource; 0 where it does not hold it
    publishing, \* whether it is about to publish the successor of the generation it knows
    cycle,      \* its board cycle: "idle" -> "begun" -> "written" (-> "half") -> "idle"
    age,        \* time since its cycle began
    late,       \* whether its cycle began after it had learnt the generation it knows (rule T3)
    early,      \* what its reading saw of the blocks that it read earlier than the rest
    writing,    \* what it has begun to write, and may yet land
    block,      \* what is on the board
    moved,      \* moved[n][x]: x has written since n last read
    seen,       \* seen[n][x]: time since n first saw the present tick of x
    wait,       \* wait[n][x]: what n still waits for before it takes the condemned life of x for gone
    gave,       \* gave[n][x]: time since n last granted x a renewal
    got,        \* got[n][m]: time since n asked for the newest renewal that m granted in the present generation
    ended       \* time since n judged that nobody of the generation it knows can renew by grants; Never if it did not

vars == <<decided, announced, up, inc, known, lease, holds, publishing, cycle, age, late, early, writing, block,
          moved, seen, wait, gave, got, ended>>
cycleVars == <<cycle, age, late, early, writing>>

Never == TakeOver + 1
Unread == TakeOver + 1
NoLease == -Grace
NoWait == [ticks |-> 0, grants |-> 0]
NothingEarly == <<>>
NoBlock == [inc |-> 0, generation |-> 0, stopped |-> FALSE]
Symmetry == Permutations(Nodes)

Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b
Largest(S) == CHOOSE m \in S : \A k \in S : k <= m
NodesOf(S) == {p[1] : p \in S}
Me(n) == <<n, inc[n]>>
Runs(p) == up[p[1]] /\ inc[p[1]] = p[2]
Members(g) == IF g = 0 THEN {} ELSE decided[g].members
Condemned(g) == IF g = 0 THEN {} ELSE decided[g].condemned
IsMember(n) == Me(n) \in Members(known[n])

\* Rule L2: whose lease ran out stops everything, and does nothing else any more.
Acts(n) == up[n] /\ (lease[n] > 0 \/ lease[n] = NoLease)
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
        /\ lease = [n \in Nodes |-> IF n \in M THEN L ELSE NoLease]
        /\ holds = [n \in Nodes |-> 0]
        /\ publishing = [n \in Nodes |-> FALSE]
        /\ cycle = [n \in Nodes |-> "idle"]
        /\ age = [n \in Nodes |-> 0]
        /\ late = [n \in Nodes |-> FALSE]
        /\ early = [n \in Nodes |-> NothingEarly]
        /\ writing = [n \in Nodes |-> NoBlock]
        /\ block = [n \in Nodes |-> [inc |-> 1, generation |-> 1, stopped |-> FALSE]]
        /\ moved = [n \in Nodes |-> [x \in Nodes |-> FALSE]]
        /\ seen = [n \in Nodes |-> [x \in Nodes |-> IF x = n THEN 0 ELSE FirstSeen]]
        /\ wait = [n \in Nodes |-> [x \in Nodes |-> NoWait]]
        \* Whoever has a lease without a tick has it from the grants of all others.
        /\ FirstSeen > 0 => Cardinality(M) >= 2
        /\ gave = [n \in Nodes |-> [x \in Nodes |-> IF FirstSeen > 0 /\ n # x /\ {n, x} \subseteq M THEN 0 ELSE TakeOver]]
        /\ got = [n \in Nodes |-> [x \in Nodes |-> L]]
        /\ ended = [n \in Nodes |-> Never]

\* Before any life: there is no generation, and nothing on the board.
Empty ==
    /\ decided = <<>>
    /\ announced = 0
    /\ up = [n \in Nodes |-> FALSE]
    /\ inc = [n \in Nodes |-> 0]
    /\ known = [n \in Nodes |-> 0]
    /\ lease = [n \in Nodes |-> NoLease]
    /\ holds = [n \in Nodes |-> 0]
    /\ publishing = [n \in Nodes |-> FALSE]
    /\ cycle = [n \in Nodes |-> "idle"]
    /\ age = [n \in Nodes |-> 0]
    /\ late = [n \in Nodes |-> FALSE]
    /\ early = [n \in Nodes |-> NothingEarly]
    /\ writing = [n \in Nodes |-> NoBlock]
    /\ block = [n \in Nodes |-> NoBlock]
    /\ moved = [n \in Nodes |-> [x \in Nodes |-> FALSE]]
    /\ seen = [n \in Nodes |-> [x \in Nodes |-> 0]]
    /\ wait = [n \in Nodes |-> [x \in Nodes |-> NoWait]]
    /\ gave = [n \in Nodes |-> [x \in Nodes |-> TakeOver]]
    /\ got = [n \in Nodes |-> [x \in Nodes |-> L]]
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
    /\ lease' = Blank(lease, n, NoLease)
    /\ publishing' = Blank(publishing, n, FALSE)
    /\ cycle' = Blank(cycle, n, "idle")
    /\ age' = Blank(age, n, 0)
    /\ late' = Blank(late, n, FALSE)
    /\ early' = Blank(early, n, NothingEarly)
    /\ moved' = EachBlank(moved, n, FALSE)
    /\ seen' = EachBlank(seen, n, 0)
    /\ wait' = EachBlank(wait, n, NoWait)
    /\ gave' = [m \in Nodes |-> IF m = n THEN [x \in Nodes |-> TakeOver] ELSE [gave[m] EXCEPT ![n] = TakeOver]]
    /\ got' = EachBlank(got, n, L)
    /\ ended' = Blank(ended, n, Never)
    /\ UNCHANGED <<decided, announced, inc, writing, block>>

Crash(n) == n \in Mortals /\ Stop(n)

\* Last words of a life that has ended: written by its guard, by the node that left in order, or, what is the same to
\* the others, the word of a fencing device (rules T1, T2, E2). They may be those of an earlier life, while nothing of
\* the present one is on the board; and they say what that life last began to write, landed or not.
Said(n, w) ==
    /\ ~up[n] \/ w.inc < inc[n] \/ "wordsBeforeStop" \in Broken
    /\ w.inc > 0 /\ ~w.stopped
    /\ block' = [block EXCEPT ![n] = [w EXCEPT !.stopped = TRUE]]
    /\ writing' = [writing EXCEPT ![n] = IF w = @ THEN NoBlock ELSE @]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycle, age, late, early, moved, seen,
                   wait, gave, got, ended>>

LastWords(n) == \E w \in {block[n], writing[n]} : Said(n, w)

Reboot(n) ==
    /\ ~up[n] /\ inc[n] < MaxIncarnation
    /\ up' = [up EXCEPT ![n] = TRUE]
    /\ inc' = [inc EXCEPT ![n] = @ + 1]
    /\ known' = [known EXCEPT ![n] = NewestOnBoard]
    /\ wait' = [wait EXCEPT ![n] = [x \in Nodes |->
            IF x \in NodesOf(Condemned(NewestOnBoard)) THEN [ticks |-> Unread, grants |-> TakeOver] ELSE NoWait]]
    /\ UNCHANGED <<decided, announced, lease, holds, publishing, cycleVars, block, moved, seen, gave, got, ended>>

----------------------------------------------------------------------------------------------------
\* Learning of a generation.

\* Rule T4: until when the condemned p may have renewed by grants, as n judges it when it learns g.
GrantsWait(n, g, p) ==
    LET before == known[n]
        own == Me(n) \in Members(before) /\ p \in Members(before)
        direct == g = before + 1 \/ "grantsEndedForever" \in Broken
    IN  IF "ignoreGrants" \in Broken THEN 0
        ELSE IF own THEN TakeOver - gave[n][p[1]]
        ELSE IF ended[n] # Never /\ direct THEN TakeOver - ended[n]
        ELSE TakeOver

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
Landed(n, w) ==
    /\ block' = [block EXCEPT ![n] = w]
    /\ moved' = [m \in Nodes |-> IF up[m] /\ m # n THEN [moved[m] EXCEPT ![n] = TRUE] ELSE moved[m]]

Begin(n) ==
    /\ n \in Boards /\ Acts(n) /\ cycle[n] = "idle"
    /\ age' = [age EXCEPT ![n] = 0]
    /\ late' = [late EXCEPT ![n] = TRUE]
    /\ IF SplitWrites
       THEN /\ cycle' = [cycle EXCEPT ![n] = "begun"]
            /\ writing' = [writing EXCEPT ![n] = Contents(n)]
            /\ UNCHANGED <<block, moved>>
       ELSE /\ cycle' = [cycle EXCEPT ![n] = "written"]
            /\ Landed(n, Contents(n))
            /\ UNCHANGED writing
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, early, seen, wait, gave, got, ended>>

\* What was begun is written, even where the life has ended meanwhile or its cycle has failed; but never after
\* something that the same node began to write later (rule B2).
Write(n) ==
    /\ writing[n] # NoBlock
    /\ cycle' = [cycle EXCEPT ![n] = IF @ = "begun" THEN "written" ELSE @]
    /\ writing' = [writing EXCEPT ![n] = NoBlock]
    /\ Landed(n, writing[n])
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, age, late, early, seen, wait, gave,
                   got, ended>>

ReadEarly(n, X) ==
    /\ SplitReads /\ up[n] /\ cycle[n] = "written"
    /\ cycle' = [cycle EXCEPT ![n] = "half"]
    /\ early' = [early EXCEPT ![n] = [x \in X |-> [generation |-> block[x].generation, moved |-> moved[n][x]]]]
    /\ moved' = [moved EXCEPT ![n] = [x \in Nodes |-> x \notin X /\ @[x]]]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, age, late, writing, block, seen, wait,
                   gave, got, ended>>

ReadBy(n) == DOMAIN early[n]
Newest(n) ==
    Largest({known[n]} \cup {early[n][x].generation : x \in ReadBy(n)}
            \cup {block[x].generation : x \in Nodes \ ReadBy(n)})
SeenAfter(n) ==
    [x \in Nodes |-> IF (IF x \in ReadBy(n) THEN early[n][x].moved ELSE moved[n][x]) THEN 0 ELSE seen[n][x]]

\* Rule B1: what was not read back was not written, as far as the writer goes; and what it read is not used.
Fail(n) ==
    /\ n \in Failing /\ up[n] /\ cycle[n] # "idle"
    /\ cycle' = [cycle EXCEPT ![n] = "idle"]
    /\ age' = [age EXCEPT ![n] = 0]
    /\ late' = [late EXCEPT ![n] = FALSE]
    /\ early' = [early EXCEPT ![n] = NothingEarly]
    /\ moved' = [moved EXCEPT ![n] = [x \in Nodes |-> @[x] \/ (x \in ReadBy(n) /\ early[n][x].moved)]]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, writing, block, seen, wait, gave, got,
                   ended>>

\* Rule T3: only a reading that began after the exclusion was known counts as evidence.
WithEvidence(n, waits, ticks, counts) ==
    [x \in Nodes |-> IF counts /\ waits[x].ticks = Unread
                     THEN [waits[x] EXCEPT !.ticks = TakeOver - ticks[x]] ELSE waits[x]]

EndCycle(n) ==
    /\ Acts(n) /\ cycle[n] \in {"written", "half"}
    /\ LET g == Newest(n)
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
           /\ moved' = [moved EXCEPT ![n] = [x \in Nodes |-> x \in ReadBy(n) /\ @[x]]]
           /\ wait' = [wait EXCEPT ![n] = WithEvidence(n, waits, ticks, counts)]
           /\ lease' = IF Me(n) \in Members(g) THEN [lease EXCEPT ![n] = Max(@, fresh)] ELSE lease
           /\ gave' = IF news THEN GaveAfter(n, g) ELSE gave
           /\ got' = IF news THEN EachBlank(got, n, L) ELSE got
           /\ ended' = IF news THEN [ended EXCEPT ![n] = Never] ELSE ended
    /\ cycle' = [cycle EXCEPT ![n] = "idle"]
    /\ age' = [age EXCEPT ![n] = 0]
    /\ late' = [late EXCEPT ![n] = FALSE]
    /\ early' = [early EXCEPT ![n] = NothingEarly]
    /\ UNCHANGED <<decided, up, inc, holds, writing, block>>

\* Reading a generation without oneself is eating the poison pill; the same for a message.
EatPill(n) ==
    /\ \/ /\ up[n] /\ cycle[n] \in {"written", "half"}
          /\ CastOut(n, Newest(n))
       \/ Messages /\ up[n] /\ \E g \in (known[n] + 1)..announced : CastOut(n, g)
    /\ Stop(n)

Hears(n, g) ==
    /\ Messages /\ Acts(n)
    /\ g \in (known[n] + 1)..announced /\ ~CastOut(n, g)
    /\ known' = [known EXCEPT ![n] = g]
    /\ late' = [late EXCEPT ![n] = FALSE]
    /\ publishing' = [publishing EXCEPT ![n] = FALSE]
    /\ wait' = [wait EXCEPT ![n] = WaitAfter(n, g)]
    /\ gave' = GaveAfter(n, g)
    /\ got' = EachBlank(got, n, L)
    /\ ended' = [ended EXCEPT ![n] = Never]
    /\ UNCHANGED <<decided, announced, up, inc, lease, holds, cycle, age, early, writing, block, moved, seen>>

Hear(n) == \E g \in (known[n] + 1)..announced : Hears(n, g)

----------------------------------------------------------------------------------------------------
\* Deciding and publishing.

\* Rules C1 and C2, as one who is outside judges them.
MayFound(n) ==
    /\ ColdStarts /\ ~EverHad(known[n], Me(n))
    /\ block[n].inc = inc[n]
    /\ \A p \in Members(known[n]) : SaysGone(p) \/ seen[n][p[1]] = TakeOver
    /\ \/ "foundWithoutC2" \in Broken
       \/ Cardinality(Members(known[n])) <= 1
       \/ \E p \in Members(known[n]) : SaysGone(p)

JudgeEnded(n) ==
    /\ Acts(n) /\ MayFound(n) /\ ended[n] = Never
    /\ ended' = [ended EXCEPT ![n] = 0]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen, wait,
                   gave, got>>

MayPropose(n) ==
    /\ Acts(n) /\ cycle[n] = "idle" /\ ~publishing[n]
    /\ IsMember(n) \/ (ended[n] # Never /\ MayFound(n))

\* Rule A1: a life that was in a generation is never let in again. One that agreed may have died since.
Candidates(n) ==
    {Me(x) : x \in {y \in Nodes :
        /\ up[y] => known[y] = known[n]
        /\ IF Me(y) \in Members(known[n]) THEN IsMember(n)
           ELSE inc[y] > 0 /\ block[y].inc = inc[y] /\ (~EverHad(known[n], Me(y)))}}
    \cup IF "readmit" \in Broken /\ IsMember(n)
         THEN {Me(y) : y \in {z \in Nodes : up[z] /\ Me(z) \notin Members(known[n])}} ELSE {}

\* Who is condemned: all that are left out now, and of those left out earlier all that n cannot prove gone. What is
\* proven here n may not have read yet.
LeftOutNow(n, S) == {p \in Members(known[n]) : p[1] \notin NodesOf(S)}
LeftOutBefore(n, S) == {p \in Condemned(known[n]) : p[1] \notin NodesOf(S)}
MayCondemn(n, S, C) ==
    /\ LeftOutNow(n, S) \subseteq C /\ C \subseteq LeftOutNow(n, S) \cup LeftOutBefore(n, S)
    /\ \A p \in LeftOutBefore(n, S) : p \in C \/ Proven(n, p) \/ "forgetCondemned" \in Broken

MayDecide(n) == n \in Deciders /\ MayPropose(n) /\ known[n] = Len(decided) /\ Len(decided) < MaxGeneration

DecideOn(n, S, C) ==
    /\ MayDecide(n)
    /\ S \subseteq Candidates(n) /\ Me(n) \in S
    /\ MayCondemn(n, S, C)
    /\ decided' = Append(decided, [members |-> S, condemned |-> C])
    /\ UNCHANGED <<announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen, wait, gave, got,
                   ended>>

\* A generation of the same members, which begins where the level of the protocol rises, is left out of the search.
\* Only sets that may be decided are looked at: all of them would take the checker most of its time.
Decide(n) ==
    /\ MayDecide(n)
    /\ \E S \in SUBSET Candidates(n) :
        /\ Me(n) \in S /\ S # Members(known[n])
        /\ \E kept \in SUBSET LeftOutBefore(n, S) : DecideOn(n, S, LeftOutNow(n, S) \cup kept)

\* Who proposed may die before it knows that it was decided. Rule D2: whoever proposes finds what was decided before and
\* publishes that, even where it is not in it itself; and whatever it has read since it had reason to propose.
Publish(n) ==
    /\ n \in Boards /\ Acts(n) /\ cycle[n] = "idle" /\ ~publishing[n] /\ known[n] < Len(decided)
    /\ IsMember(n) \/ ended[n] # Never
    /\ publishing' = [publishing EXCEPT ![n] = TRUE]
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, cycleVars, block, moved, seen, wait, gave, got,
                   ended>>

----------------------------------------------------------------------------------------------------
\* Grants (rules G1, G2): who gives one notes the time, who gets one when it asked for it. In the search both happen at
\* one moment, that at which the renewal is asked for, the worst case: earlier ones last less.

Gives(m, n) ==
    /\ m # n /\ Acts(m) /\ IsMember(m) /\ Me(n) \in Members(known[m])
    /\ ~publishing[m] \/ "publisherGrants" \in Broken
    /\ gave' = [gave EXCEPT ![m][n] = 0]

Gets(n, m, since) ==
    /\ Acts(n) /\ IsMember(n) /\ m \in NodesOf(Members(known[n]))
    /\ got' = [got EXCEPT ![n][m] = Min(@, since)]

Give(m, n) ==
    /\ {m, n} \subseteq Networks /\ known[m] = known[n]
    /\ gave[m][n] # 0 \/ got[n][m] # 0
    /\ Gives(m, n) /\ Gets(n, m, 0)
    /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen, wait,
                   ended>>

\* Grants may arrive late. Rule G4: who publishes neither grants nor uses grants, or its own pill would not bind it.
Renew(n) ==
    LET others == NodesOf(Members(known[n])) \ {n}
        since == IF others = {} THEN 0 ELSE Largest({got[n][m] : m \in others})
    IN  /\ Acts(n) /\ IsMember(n) /\ since < L
        /\ others # {} \/ "renewAlone" \in Broken
        /\ ~publishing[n] \/ "publisherRenews" \in Broken
        /\ L - since > lease[n]
        /\ lease' = [lease EXCEPT ![n] = L - since]
        /\ UNCHANGED <<decided, announced, up, inc, known, holds, publishing, cycleVars, block, moved, seen, wait,
                       gave, got, ended>>

----------------------------------------------------------------------------------------------------
\* Holding. Within a generation the agreed state (Agreement.tla) gives the resource to one member at a time and knows
\* who got it in earlier generations. Rule P4: nobody acts in g while a member of g may still act in an earlier one.

\* Rule T0.
MayStart(n) ==
    /\ Acts(n) /\ IsMember(n) /\ lease[n] > 0
    /\ \A p \in Members(known[n]) : Runs(p) => known[p[1]] >= known[n] \/ "actEarly" \in Broken
    /\ \A p \in Condemned(known[n]) : Proven(n, p)

Acquire(n) ==
    /\ MayStart(n) /\ holds[n] = 0
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
\* Time passes, d[n] by the clock of n; whoever's lease ran out has stopped everything when Grace is over (rules L2, T5),
\* if need be by its watchdog.

Pass(d) ==
    LET dead == {n \in Nodes : up[n] /\ lease[n] > NoLease /\ lease[n] - d[n] <= NoLease /\ IsMember(n)}
        Older(a, n, most) == Min(a + d[n], most)
        Less(a, n) == Max(a - d[n], 0)
    IN  /\ Ends(dead)
        /\ known' = [n \in Nodes |-> IF n \in dead THEN 0 ELSE known[n]]
        /\ lease' = [n \in Nodes |-> Max(lease[n] - d[n], NoLease)]
        /\ publishing' = [n \in Nodes |-> publishing[n] /\ n \notin dead]
        /\ cycle' = [n \in Nodes |-> IF n \in dead THEN "idle" ELSE cycle[n]]
        /\ age' = [n \in Nodes |-> IF n \in dead \/ cycle[n] = "idle" THEN 0 ELSE Older(age[n], n, L)]
        /\ late' = [n \in Nodes |-> late[n] /\ n \notin dead]
        /\ early' = [n \in Nodes |-> IF n \in dead THEN NothingEarly ELSE early[n]]
        /\ moved' = [n \in Nodes |-> [x \in Nodes |-> moved[n][x] /\ n \notin dead]]
        /\ seen' = [n \in Nodes |-> [x \in Nodes |->
                IF n \in dead \/ ~up[n] \/ x = n THEN 0 ELSE Older(seen[n][x], n, TakeOver)]]
        /\ wait' = [n \in Nodes |-> [x \in Nodes |-> IF n \in dead THEN NoWait
                ELSE [ticks |-> IF wait[n][x].ticks = Unread THEN Unread ELSE Less(wait[n][x].ticks, n),
                      grants |-> Less(wait[n][x].grants, n)]]]
        /\ gave' = [m \in Nodes |-> [x \in Nodes |->
                IF m \in dead \/ x \in dead THEN TakeOver ELSE Older(gave[m][x], m, TakeOver)]]
        /\ got' = [n \in Nodes |-> [m \in Nodes |-> IF n \in dead THEN L ELSE Older(got[n][m], n, L)]]
        /\ ended' = [n \in Nodes |->
                IF n \in dead \/ ended[n] = Never THEN Never ELSE Older(ended[n], n, TakeOver)]
        /\ UNCHANGED <<decided, announced, inc, writing, block>>

Time == Pass([n \in Nodes |-> 1])

Next ==
    \/ Time
    \/ \E n \in Nodes :
        \/ Crash(n) \/ LastWords(n) \/ Reboot(n)
        \/ Begin(n) \/ Write(n) \/ Fail(n) \/ EndCycle(n) \/ EatPill(n) \/ Hear(n)
        \/ JudgeEnded(n) \/ Decide(n) \/ Publish(n)
        \/ Renew(n) \/ Acquire(n) \/ Release(n)
        \/ \E x \in Nodes : Give(n, x) \/ (x # n /\ ReadEarly(n, {x}))

Spec == Init /\ [][Next]_vars

----------------------------------------------------------------------------------------------------
Deaths == Cardinality({<<n, i>> \in Nodes \X (1..MaxIncarnation) : i < inc[n] \/ (i = inc[n] /\ ~up[n])})
FewDeaths == Deaths <= MaxDeaths

\* For mutants: skips what may happen before the first decision, so that a long counterexample is found soon.
QuietStart == Len(decided) = 1 => \A n \in Nodes : cycle[n] = "idle" /\ lease[n] \in {NoLease, L} /\ \A m \in Nodes : got[n][m] = L

LateStart ==
    /\ \A n \in Deciders : holds[n] = 0 /\ early[n] = NothingEarly
    /\ \A n \in Nodes : holds[n] = 1 => early[n] = NothingEarly
    /\ Len(decided) = 1 => \A m \in Deciders :
        /\ cycle[m] = "idle"
        /\ lease[m] = L => \A n \in Nodes : cycle[n] = "idle"
        /\ lease[m] < L => \E n \in Nodes : holds[n] # 0
    /\ Len(decided) = 2 => \A n \in Nodes : n \in NodesOf(Members(2)) <=> holds[n] # 1

\* For mutants: what a member that is left out held before the first decision it goes on holding; no proposer holds anything.
HeldThroughout ==
    /\ \A n \in Deciders : holds[n] = 0
    /\ Len(decided) = 2 => \E n \in Nodes : holds[n] = 1 /\ n \notin NodesOf(Members(2))

\* Nobody holds what another holds.
OneHolder == Cardinality({n \in Nodes : holds[n] # 0}) <= 1

\* Nobody holds anything without a lease or after its life.
HoldsUnderLease == \A n \in Nodes : holds[n] # 0 => up[n] /\ lease[n] > NoLease

\* The chain: who was left out never comes back in the same life.
NoReadmission ==
    \A g \in 1..Len(decided) : \A k \in (g + 1)..Len(decided) : \A p \in Members(g) :
        p \in Members(k) => \A j \in g..k : p \in Members(j)

\* Who falls out of sight has ended.
NobodyForgotten ==
    \A g \in 1..(Len(decided) - 1) : \A p \in Members(g) \cup Condemned(g) :
        p \notin Members(g + 1) \cup Condemned(g + 1) => holds[p[1]] = 0 \/ ~Runs(p)
====

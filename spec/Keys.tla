---- MODULE Keys ----
\* How nodes exchange the keys that they share while the cluster runs (ADR 5): orion.node.security.KeyExchange, whose steps
\* are here under the same names, and orion.node.network.DatagramKeys. Nobody leads; each node takes each step for itself,
\* by what the datagrams of the others have shown it.
\*
\* A pair of keys is a number, the newest the highest; it is one key for datagrams and one for the white board. A node may
\* be away for as long as it likes: it does nothing then, and is told nothing. A restart loses only what others have shown.
\*
\* `Broken` names rules that are broken on purpose; it is empty in every configuration that must hold.
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
    Nodes,     \* all configured nodes
    MostPairs, \* bound on the pairs ever made
    Broken     \* names of rules broken on purpose

VARIABLES
    accepts,  \* accepts[n]: whose datagrams n opens
    reads,    \* reads[n]: with which keys it reads what is on the board
    writes,   \* writes[n]: with which it writes there
    shown,    \* shown[n][m]: the newest of m as n knows it from a fresh datagram; None where it does not
    board,    \* board[x]: with which key the block of node x, or the first pages, were written
    made      \* pairs made so far

vars == <<accepts, reads, writes, shown, board, made>>

None == 0
FirstPages == "first pages"
Symmetry == Permutations(Nodes)
Highest(S) == CHOOSE k \in S : \A o \in S : o <= k
Newest(n) == Highest(accepts[n])
Settled(n) == Cardinality(reads[n]) = 1

Init ==
    /\ accepts = [n \in Nodes |-> {1}]
    /\ reads = [n \in Nodes |-> {1}]
    /\ writes = [n \in Nodes |-> 1]
    /\ shown = [n \in Nodes |-> [m \in Nodes |-> None]]
    /\ board = [x \in Nodes \cup {FirstPages} |-> 1]
    /\ made = {1}

\* With what n seals a datagram for m: the newest that both have; while that is not known, each.
SealsWith(n, newestOfOther) ==
    IF "sendWithNewest" \in Broken THEN {Newest(n)}
    ELSE IF newestOfOther \in accepts[n] THEN {newestOfOther} ELSE accepts[n]
Opens(m, n) == SealsWith(n, shown[n][m]) \cap accepts[m] # {}

\* A datagram of n gets to m. It tells the newest key of n.
Hear(m, n) ==
    /\ m # n /\ Opens(m, n) /\ shown[m][n] # Newest(n)
    /\ shown' = [shown EXCEPT ![m][n] = Newest(n)]
    /\ UNCHANGED <<accepts, reads, writes, board, made>>

Restart(n) ==
    /\ shown' = [shown EXCEPT ![n] = [m \in Nodes |-> None]]
    /\ UNCHANGED <<accepts, reads, writes, board, made>>

\* Two may make one at the same time; all take the same for the newer.
Make(n) ==
    /\ Settled(n)
    /\ \E p \in (Newest(n) + 1)..MostPairs :
        /\ p \notin made
        /\ made' = made \cup {p}
        /\ accepts' = [accepts EXCEPT ![n] = @ \cup {p}]
        /\ reads' = [reads EXCEPT ![n] = @ \cup {p}]
    /\ UNCHANGED <<writes, shown, board>>

\* Over TLS, where the shared keys play no part.
Fetch(n, m) ==
    /\ shown[n][m] # None /\ shown[n][m] \notin accepts[n]
    /\ accepts' = [accepts EXCEPT ![n] = @ \cup (accepts[m] \ reads[n])]
    /\ reads' = [reads EXCEPT ![n] = @ \cup reads[m]]
    /\ UNCHANGED <<writes, shown, board, made>>

AllHaveNewest(n) == \A m \in Nodes \ {n} : shown[n][m] = Newest(n)

WriteWithNewest(n) ==
    /\ AllHaveNewest(n) /\ writes[n] # Newest(n)
    /\ writes' = [writes EXCEPT ![n] = Newest(n)]
    /\ UNCHANGED <<accepts, reads, shown, board, made>>

WithoutEarlierDatagramKeys(n) ==
    /\ accepts[n] # {Newest(n)}
    /\ (AllHaveNewest(n) /\ writes[n] = Newest(n)) \/ "dropDatagramKeyEarly" \in Broken
    /\ accepts' = [accepts EXCEPT ![n] = {Newest(n)}]
    /\ UNCHANGED <<reads, writes, shown, board, made>>

\* The own block in every cycle, the first pages by anybody who takes a step.
RenewProof(n) ==
    /\ \E x \in {n} \cup (IF AllHaveNewest(n) /\ writes[n] = Newest(n) THEN {FirstPages} ELSE {}) :
        /\ board[x] # writes[n]
        /\ board' = [board EXCEPT ![x] = writes[n]]
    /\ UNCHANGED <<accepts, reads, writes, shown, made>>

NewestOnly(n) ==
    /\ ~Settled(n) /\ AllHaveNewest(n) /\ writes[n] = Newest(n) /\ accepts[n] = {Newest(n)}
    /\ (\A x \in DOMAIN board : board[x] = writes[n]) \/ "forgetBoardKeyEarly" \in Broken
    /\ reads' = [reads EXCEPT ![n] = {Newest(n)}]
    /\ UNCHANGED <<accepts, writes, shown, board, made>>

Step(n) == WriteWithNewest(n) \/ WithoutEarlierDatagramKeys(n) \/ RenewProof(n) \/ NewestOnly(n)

Next ==
    \E n \in Nodes :
        \/ Restart(n) \/ Make(n) \/ Step(n)
        \/ \E m \in Nodes : Hear(n, m) \/ Fetch(n, m)

Spec == Init /\ [][Next]_vars

\* All nodes run, and each datagram arrives sooner or later.
Going == \E n \in Nodes : Make(n) \/ Step(n) \/ \E m \in Nodes : Hear(n, m) \/ Fetch(n, m)
GoingOn ==
    /\ Init /\ [][Going]_vars
    /\ \A n \in Nodes : WF_vars(Step(n)) /\ \A m \in Nodes : WF_vars(Hear(n, m)) /\ WF_vars(Fetch(n, m))

----------------------------------------------------------------------------------------------------
\* Of two nodes, one always opens what the other sends; and what it then sends itself, the other opens. So no two that
\* reach each other stay deaf to each other, whatever got lost before.
NobodyCutOff ==
    \A n \in Nodes, m \in Nodes :
        /\ Opens(m, n) \/ Opens(n, m)
        /\ Opens(m, n) => SealsWith(m, Newest(n)) \cap accepts[n] # {}

\* Everybody reads everything on the board, or it would take it for damaged.
BoardReadable == \A n \in Nodes : \A x \in DOMAIN board : board[x] \in reads[n]

\* An exchange comes to its end: all have one pair only, the same.
Ends == <>[](\A n \in Nodes : Settled(n) /\ reads[n] = {Highest(made)})
====

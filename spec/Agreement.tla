---- MODULE Agreement ----
\* One copy of the agreed state. The rules are those of orion.core.resource.StateAgreement and StateMaster (P1 to P4, M5).
\*
\* A state is the sequence of the transactions made, so that "one order" and "nothing lost" can be read off it. Which
\* generation follows which is decided elsewhere (Authority.tla): here any life in the present generation may begin the
\* next one with some of the others and new ones, at any moment. A life that was left out is never in one again; what its
\* node begins next is another life, which may be let in before anybody missed the earlier one. Messages are lost,
\* repeated and late: they are kept in a set for ever and whoever reads them may or may not.
\*
\* A change may remove a life that is no member. The next generation may have it all the same: others may have agreed to
\* it before.
\*
\* AgreementTrace.tla checks runs of the code against this module.
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
    Lives,          \* of nodes: who dies or is cast out and comes back is another one
    MaxGeneration,  \* bound on the chain of generations
    MaxMembers,     \* bound on the lives in one generation
    MaxVersion,     \* bound on the transactions of one generation
    Removals,       \* lives that may be removed
    Broken          \* names of rules broken on purpose

VARIABLES
    chain,      \* chain[g]: the members of generation g and its master
    known,      \* the newest generation the life knows itself to be in; 0 before the first
    state,      \* [id, log] the node has made its own; id is <<generation, version>>
    prepared,   \* the transaction it keeps but has not made; Nothing if there is none
    installed,  \* whether it has made the first state of the generation it knows its own
    stage,      \* of a master: "gathering" -> "installing" -> "force"; "none" for others
    missing,    \* of a master: who has not answered the present question
    messages,   \* everything ever sent
    committed,  \* history: every state that some node has made its own by a commit
    used        \* history: whom each transaction removes, of all that were proposed; the n-th is number n

vars == <<chain, known, state, prepared, installed, stage, missing, messages, committed, used>>

Nothing == [id |-> <<0, 0>>, change |-> 0]
Blank == [id |-> <<0, 0>>, log |-> <<>>]
Symmetry == Permutations(Lives)
Newer(a, b) == a[1] > b[1] \/ (a[1] = b[1] /\ a[2] > b[2])
Next1(id) == <<id[1], id[2] + 1>>
Prefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

Members(n) == chain[known[n]].members
Master(n) == chain[known[n]].master
Mastering(n) == known[n] > 0 /\ Master(n) = n
Gone(log) == UNION {used[log[i]] : i \in 1..Len(log)}

\* Rule M5: with a member that was removed while it was let in, a generation never comes into force.
MayComeIntoForce(g, log) == chain[g].members \cap Gone(log) = {} \/ "forceWithRemoved" \in Broken
Apply(s, t) == [id |-> t.id, log |-> Append(s.log, t.change)]

\* Rule P2: what is in doubt counts as made.
Newest(n) == IF prepared[n] = Nothing \/ "dropDoubt" \in Broken THEN state[n] ELSE Apply(state[n], prepared[n])

\* The first generation is in force; all other lives begin outside, with nothing that counts (run 0).
Begin(S, master) ==
    /\ chain = <<[members |-> S, master |-> master]>>
    /\ known = [n \in Lives |-> IF n \in S THEN 1 ELSE 0]
    /\ state = [n \in Lives |-> IF n \in S THEN [id |-> <<1, 0>>, log |-> <<>>] ELSE Blank]
    /\ prepared = [n \in Lives |-> Nothing]
    /\ installed = [n \in Lives |-> n \in S]
    /\ stage = [n \in Lives |-> IF n = master THEN "force" ELSE "none"]
    /\ missing = [n \in Lives |-> {}]
    /\ messages = {}
    /\ committed = {}
    /\ used = <<>>

Init == \E S \in SUBSET Lives : \E master \in S : Cardinality(S) = MaxMembers /\ Begin(S, master)

\* A next generation: with a member that has a state (who never got one begins with nothing, see README), without
\* those who died or were cast out. A dead life is one that is in no later generation.
NewGeneration(n, S, master) ==
    /\ known[n] = Len(chain) /\ Len(chain) < MaxGeneration
    /\ state[n] # Blank \/ "newcomersGoOn" \in Broken
    /\ n \in S /\ master \in S /\ Cardinality(S) <= MaxMembers
    /\ \A m \in S : known[m] = Len(chain) \/ known[m] = 0
    /\ chain' = Append(chain, [members |-> S, master |-> master])
    /\ UNCHANGED <<known, state, prepared, installed, stage, missing, messages, committed, used>>

\* Learns of a newer generation it is in, and from then on ignores what belongs to another (rule P1). It may come late:
\* others may have left it out of the next one by then.
Enter(n) == \E g \in (known[n] + 1)..Len(chain) :
    /\ n \in chain[g].members
    /\ known' = [known EXCEPT ![n] = g]
    /\ installed' = [installed EXCEPT ![n] = FALSE]
    /\ LET report == [kind |-> "report", generation |-> g, from |-> n, state |-> Newest(n)]
       IN  messages' = messages \cup {report}
    /\ stage' = [stage EXCEPT ![n] = IF chain[g].master = n THEN "gathering" ELSE "none"]
    /\ missing' = [missing EXCEPT ![n] = {}]
    /\ UNCHANGED <<chain, state, prepared, committed, used>>

\* The master has the reports of all members (rule P4) and begins with the newest state. Fetching it is part of the
\* step: who reported it keeps it unchanged until it is installed.
BeginForce(n) ==
    /\ Mastering(n) /\ stage[n] = "gathering"
    /\ LET all == {m \in messages : m.kind = "report" /\ m.generation = known[n]}
           best == CHOOSE m \in all : \A o \in all : ~Newer(o.state.id, m.state.id)
           first == [id |-> <<known[n], 0>>, log |-> best.state.log]
       IN  /\ {m.from : m \in all} = Members(n)
           /\ state' = [state EXCEPT ![n] = first]
           /\ messages' = messages \cup {[kind |-> "install", generation |-> known[n], from |-> n, state |-> first]}
    /\ prepared' = [prepared EXCEPT ![n] = Nothing]
    /\ installed' = [installed EXCEPT ![n] = TRUE]
    /\ stage' = [stage EXCEPT ![n] =
         IF Members(n) = {n} /\ MayComeIntoForce(known[n], state'[n].log) THEN "force" ELSE "installing"]
    /\ missing' = [missing EXCEPT ![n] = Members(n) \ {n}]
    /\ UNCHANGED <<chain, known, committed, used>>

Install(n) ==
    /\ known[n] > 0 /\ ~Mastering(n) /\ ~installed[n]
    /\ \E m \in messages :
        /\ m.kind = "install" /\ m.generation = known[n]
        /\ state' = [state EXCEPT ![n] = m.state]
        /\ messages' = messages \cup {[kind |-> "installed", generation |-> known[n], from |-> n, state |-> Blank]}
    /\ prepared' = [prepared EXCEPT ![n] = Nothing]
    /\ installed' = [installed EXCEPT ![n] = TRUE]
    /\ UNCHANGED <<chain, known, stage, missing, committed, used>>

Installed(n) ==
    /\ Mastering(n) /\ stage[n] = "installing" /\ MayComeIntoForce(known[n], state[n].log)
    /\ \A p \in missing[n] : \E m \in messages : m.kind = "installed" /\ m.generation = known[n] /\ m.from = p
    /\ missing' = [missing EXCEPT ![n] = {}]
    /\ stage' = [stage EXCEPT ![n] = "force"]
    /\ UNCHANGED <<chain, known, state, prepared, installed, messages, committed, used>>

\* First phase. Each change is a new number.
Propose(n) ==
    /\ Mastering(n) /\ stage[n] = "force" /\ prepared[n] = Nothing /\ state[n].id[2] < MaxVersion
    /\ LET t == [id |-> Next1(state[n].id), change |-> Len(used) + 1]
       IN  /\ prepared' = [prepared EXCEPT ![n] = t]
           /\ messages' = messages \cup {[kind |-> "prepare", generation |-> known[n], from |-> n, state |-> t]}
    /\ \E removed \in SUBSET (Removals \ Members(n)) : Cardinality(removed) <= 1 /\ used' = Append(used, removed)
    /\ missing' = [missing EXCEPT ![n] = Members(n) \ {n}]
    /\ UNCHANGED <<chain, known, state, installed, stage, committed>>

\* A later prepare says that all before it was committed (rule P3).
Prepare(n) ==
    /\ known[n] > 0 /\ ~Mastering(n) /\ installed[n]
    /\ \E m \in messages :
        /\ m.kind = "prepare" /\ m.generation = known[n]
        /\ LET follows == prepared[n] # Nothing /\ m.state.id = Next1(prepared[n].id)
               before == IF follows THEN Apply(state[n], prepared[n]) ELSE state[n]
           IN  /\ m.state.id = Next1(before.id)
               /\ prepared[n] # m.state
               /\ state' = [state EXCEPT ![n] = before]
               /\ committed' = IF follows THEN committed \cup {before} ELSE committed
               /\ prepared' = [prepared EXCEPT ![n] = m.state]
               /\ messages' = messages \cup
                    {[kind |-> "prepared", generation |-> known[n], from |-> n, state |-> [id |-> m.state.id]]}
    /\ UNCHANGED <<chain, known, installed, stage, missing, used>>

\* Rule P1 broken: one that was installed earlier takes a prepare of the generation before.
PrepareOld(n) ==
    /\ "oldPrepare" \in Broken /\ known[n] > 1 /\ ~installed[n]
    /\ \E m \in messages :
        /\ m.kind = "prepare" /\ m.generation < known[n] /\ m.state.id = Next1(state[n].id)
        /\ prepared' = [prepared EXCEPT ![n] = m.state]
        /\ messages' = messages \cup
             {[kind |-> "prepared", generation |-> m.generation, from |-> n, state |-> [id |-> m.state.id]]}
    /\ UNCHANGED <<chain, known, state, installed, stage, missing, committed, used>>

Commit(n) ==
    /\ prepared[n] # Nothing
    /\ IF Mastering(n)
       THEN /\ stage[n] = "force"
            /\ \/ "commitEarly" \in Broken
               \/ \A p \in missing[n] : \E m \in messages :
                    m.kind = "prepared" /\ m.generation = known[n] /\ m.from = p /\ m.state.id = prepared[n].id
            /\ messages' = messages \cup
                 {[kind |-> "commit", generation |-> known[n], from |-> n, state |-> [id |-> prepared[n].id]]}
       ELSE /\ known[n] > 0 /\ installed[n]
            /\ \E m \in messages : m.kind = "commit" /\ m.generation = known[n] /\ m.state.id = prepared[n].id
            /\ UNCHANGED messages
    /\ state' = [state EXCEPT ![n] = Apply(state[n], prepared[n])]
    /\ committed' = committed \cup {Apply(state[n], prepared[n])}
    /\ prepared' = [prepared EXCEPT ![n] = Nothing]
    /\ UNCHANGED <<chain, known, installed, stage, missing, used>>

Next == \E n \in Lives :
    \/ \E S \in SUBSET Lives : \E master \in S : NewGeneration(n, S, master)
    \/ Enter(n) \/ BeginForce(n) \/ Install(n) \/ Installed(n) \/ Propose(n) \/ Prepare(n) \/ PrepareOld(n) \/ Commit(n)

Spec == Init /\ [][Next]_vars

----------------------------------------------------------------------------------------------------
\* One order: of two states that anybody made by a commit, one goes on where the other ends.
OneOrder == \A a, b \in committed : Prefix(a.log, b.log) \/ Prefix(b.log, a.log)

\* Nothing lost: whatever was committed in an earlier generation is in every state in force later.
NothingLost == \A n \in Lives : \A c \in committed :
    installed[n] /\ c.id[1] < state[n].id[1] => Prefix(c.log, state[n].log)

\* Nothing is changed in a generation with a member that was removed.
OnlyConfigured == \A c \in committed : chain[c.id[1]].members \cap Gone(c.log) = {}

\* All or nothing: who has made a generation's n-th state has made the same one.
SameState == \A a, b \in Lives : installed[a] /\ installed[b] /\ state[a].id = state[b].id => state[a] = state[b]
====

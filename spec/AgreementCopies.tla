---- MODULE AgreementCopies ----
\* Agreement.tla with the copies of the agreed state that members keep on the white board (rule C3).
\*
\* A generation may be one of newcomers only: those who let them in are gone before any of them was given the state. Its
\* master reads the copies when all have reported, and begins with the newest; no other is kept here. What was agreed on
\* and not copied yet is known to nobody then, and may be lost; what was copied before the generation was decided is
\* not. From there on everything holds as before.
EXTENDS Agreement

VARIABLES
    copy,       \* the newest state of which there ever was a copy
    saved,      \* history: saved[g] is that when generation g was decided
    anew        \* history: generations of newcomers only that have begun

copyVars == <<copy, saved, anew>>
allVars == <<vars, copyVars>>

CopiesInit ==
    /\ Init
    /\ copy = [id |-> <<1, 0>>, log |-> <<>>]
    /\ saved = <<copy>>
    /\ anew = {}

\* Who has the state may be long outside.
Copy(n) ==
    /\ Newer(state[n].id, copy.id)
    /\ copy' = state[n]
    /\ UNCHANGED <<vars, saved, anew>>

\* Also by one that has no state yet.
Decide(n, S, master) ==
    /\ known[n] = Len(chain) /\ Len(chain) < MaxGeneration
    /\ n \in S /\ master \in S /\ Cardinality(S) <= MaxMembers
    /\ \A m \in S : known[m] = Len(chain) \/ known[m] = 0
    /\ chain' = Append(chain, [members |-> S, master |-> master])
    /\ saved' = Append(saved, copy)
    /\ UNCHANGED <<known, state, prepared, installed, stage, missing, messages, committed, used, copy, anew>>

Reports(n) == {m \in messages : m.kind = "report" /\ m.generation = known[n]}
NewcomersOnly(n) == \A m \in Reports(n) : m.state = Blank

BeginAnew(n) ==
    /\ Mastering(n) /\ stage[n] = "gathering"
    /\ {m.from : m \in Reports(n)} = Members(n) /\ NewcomersOnly(n)
    /\ LET read == IF "readsNothing" \in Broken THEN Blank
                   ELSE IF "readsEarly" \in Broken THEN saved[known[n] - 1] ELSE copy
           first == [id |-> <<known[n], 0>>, log |-> read.log]
       IN  /\ state' = [state EXCEPT ![n] = first]
           /\ messages' = messages \cup {[kind |-> "install", generation |-> known[n], from |-> n, state |-> first]}
           /\ stage' = [stage EXCEPT ![n] =
                IF Members(n) = {n} /\ MayComeIntoForce(known[n], first.log) THEN "force" ELSE "installing"]
    /\ installed' = [installed EXCEPT ![n] = TRUE]
    /\ missing' = [missing EXCEPT ![n] = Members(n) \ {n}]
    /\ anew' = anew \cup {known[n]}
    /\ UNCHANGED <<chain, known, prepared, committed, used, copy, saved>>

CopiesNext == \E n \in Lives :
    \/ \E S \in SUBSET Lives : \E master \in S : Decide(n, S, master)
    \/ Copy(n) \/ BeginAnew(n)
    \/ UNCHANGED copyVars /\ (Enter(n) \/ Install(n) \/ Installed(n) \/ Propose(n) \/ Prepare(n) \/ Commit(n))
    \/ UNCHANGED copyVars /\ ~NewcomersOnly(n) /\ BeginForce(n)

CopiesSpec == CopiesInit /\ [][CopiesNext]_allVars

----------------------------------------------------------------------------------------------------
\* What was copied before newcomers went on alone is in every later state.
CopiesCount == \A n \in Lives : \A g \in anew :
    installed[n] /\ state[n].id[1] >= g => Prefix(saved[g].log, state[n].log)

\* Of what newcomers never heard of, only what was not copied in time is lost.
Since(s) == \A g \in anew : s.id[1] >= g
OneOrderSince == \A a, b \in committed : Since(a) /\ Since(b) => Prefix(a.log, b.log) \/ Prefix(b.log, a.log)
NothingLostSince == \A n \in Lives : \A c \in committed :
    Since(c) /\ installed[n] /\ c.id[1] < state[n].id[1] => Prefix(c.log, state[n].log)
====

---- MODULE AgreementTrace ----
\* Whether what runs of the code showed is something that Agreement.tla can do: the checked protocol is the shipped one.
\*
\* The module Traces is written by orion.sim.TraceFollower: Traces is a sequence of [begin, records], both as `orion sim
\* trace` prints them. Between two records the life of the second takes steps of the model; a generation begins
\* when a record shows it first. A record is followed when the model shows the same, and when equal states in the model
\* were always shown with equal contents: an id alone would not say which state a generation began with.
\*
\* TLC prints how far each trace was followed. It need not meet the end: one that cannot be followed is no deadlock.
EXTENDS Agreement, Traces

VARIABLES
    trace,      \* which of Traces
    followed,   \* how many of its records
    contents    \* contents[c]: what a state was shown to have in it whose last change is c; 0 for none

\* The model counts generations from the one with which the trace begins.
Model(id) == IF id = <<0, 0>> THEN id ELSE <<id[1] - Traces[trace].begin.first + 1, id[2]>>

TraceInit ==
    /\ trace \in 1..Len(Traces)
    /\ followed = 0
    /\ LET b == Traces[trace].begin
       IN  Begin(b.members, b.master) /\ contents = (0 :> b.content)

\* Steps that lead to what the record shows, none beyond it.
Towards(r) ==
    LET n == r.life
        g == Model(<<r.generation, 0>>)[1]
    IN  \/ /\ g = Len(chain) + 1
           /\ \E m \in r.members : NewGeneration(m, r.members, r.master)
        \/ /\ Enter(n) \/ BeginForce(n) \/ Install(n) \/ Installed(n) \/ Propose(n) \/ Prepare(n) \/ Commit(n)
           /\ known'[n] <= g
           /\ ~Newer(state'[n].id, Model(r.state))
           /\ ~Newer(prepared'[n].id, IF r.inDoubt = 0 THEN Model(r.state) ELSE Model(r.prepared))

\* Changes have one order, so the last one names all that were made.
Last(log) == IF log = <<>> THEN 0 ELSE log[Len(log)]

Shows(r) ==
    LET n == r.life
        told == (IF r.content = 0 THEN <<>> ELSE Last(state[n].log) :> r.content)
             @@ (IF r.inDoubt = 0 THEN <<>> ELSE prepared[n].change :> r.inDoubt)
    IN  /\ known[n] = Model(<<r.generation, 0>>)[1]
        /\ chain[known[n]] = [members |-> r.members, master |-> r.master]
        /\ installed[n] = r.installed
        /\ state[n].id = Model(r.state)
        /\ prepared[n].id = Model(r.prepared)
        /\ \A c \in DOMAIN told \cap DOMAIN contents : told[c] = contents[c]
        /\ contents' = told @@ contents

\* When each generation is shown for the last time.
LastShown == [t \in 1..Len(Traces) |->
    LET records == Traces[t].records
        all == {records[i].generation : i \in 1..Len(records)}
    IN  [g \in all |-> CHOOSE i \in 1..Len(records) :
            records[i].generation = g /\ \A j \in (i + 1)..Len(records) : records[j].generation # g]]

\* Nobody will read a message of a generation that is not shown again, and nobody in a generation is behind what its
\* master has committed by more than that, because all have prepared it. Without this a trace takes hours.
Readable(m) ==
    LET g == m.generation + Traces[trace].begin.first - 1
        master == chain[m.generation].master
    IN  /\ g \in DOMAIN LastShown[trace] /\ LastShown[trace][g] > followed
        /\ m.kind \in {"prepare", "prepared", "commit"} => ~Newer(state[master].id, m.state.id)

TraceNext ==
    /\ followed < Len(Traces[trace].records)
    /\ LET r == Traces[trace].records[followed + 1]
       IN  \/ Towards(r) /\ UNCHANGED <<trace, followed, contents>>
           \/ /\ Shows(r)
              /\ followed' = followed + 1
              /\ PrintT(<<"followed", trace, followed'>>)
              /\ messages' = {m \in messages : Readable(m)}
              /\ committed' = {}
              /\ UNCHANGED <<chain, known, state, prepared, installed, stage, missing, used, trace>>

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, trace, followed, contents>>
====

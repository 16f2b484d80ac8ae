---- MODULE AuthorityTrace ----
\* Whether what a run of the code did is something that Authority.tla can do: the checked protocol is the shipped one.
\*
\* The module Traces is written by orion.sim.TraceFollower: Traces is a sequence of [begin, records], both as `orion sim
\* trace --of authority` prints them. A record tells how much time has passed since the one before, by the clock of each
\* node in milliseconds; what happened then, each a step of the model or of nothing that the model has; and after a step
\* of a node what that showed: the generation it knows, what is left of its lease, and which of those condemned in that
\* generation it takes for gone. A record is followed when the model can take these steps and then shows the same; of
\* the condemned it may know sooner that they are gone, for it does not wait until a word on the board has been read.
\*
\* TLC prints how far each trace was followed. It need not meet the end: one that cannot be followed is no deadlock.
EXTENDS Authority, Traces

VARIABLES
    trace,     \* which of Traces
    followed,  \* how many of its records
    part,      \* of the next record: 0, or 1 when its time has passed, and one more for each step taken
    clock,     \* what the clock of each node shows
    entered,   \* what it showed when the node learnt the generation it knows
    promised   \* grants given: [from, to, generation, asked], where asked is when, by the clock of to

traceVars == <<trace, followed, part, clock, entered, promised>>

TraceInit ==
    /\ trace \in 1..Len(Traces)
    /\ followed = 0 /\ part = 0
    /\ clock = [n \in Nodes |-> 0] /\ entered = [n \in Nodes |-> 0]
    /\ promised = {}
    /\ Empty

Records == Traces[trace].records
Now == Records[followed + 1]
Passed(r) == [n \in Nodes |-> IF n <= Len(r.passed) THEN r.passed[n] ELSE 0]

\* Rule G1: what is granted was asked for in the generation in which it is granted. Nobody hears what is granted to a life
\* that has ended.
Promise(m, e) ==
    LET p == e[2]
        n == p[1]
        asked == clock[n] - e[3]
    IN  IF Me(n) # p \/ ~up[n] THEN UNCHANGED <<vars, promised>>
        ELSE /\ e[3] >= 0 /\ known[n] >= known[m] /\ (known[n] = known[m] => asked >= entered[n])
             /\ Gives(m, n)
             /\ promised' = {o \in promised : clock[o.to[1]] - o.asked < L}
                    \cup {[from |-> m, to |-> p, generation |-> known[m], asked |-> asked]}
             /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved,
                            seen, wait, got, ended>>

\* What is a lease old grants nothing; and rule G4: who publishes uses no grants.
Receive(n, e) ==
    IF publishing[n] \/ e[3] >= L THEN UNCHANGED vars
    ELSE /\ [from |-> e[2], to |-> Me(n), generation |-> known[n], asked |-> clock[n] - e[3]] \in promised
         /\ Gets(n, e[2], e[3])
         /\ UNCHANGED <<decided, announced, up, inc, known, lease, holds, publishing, cycleVars, block, moved, seen,
                        wait, gave, ended>>

\* Why a node begins to stop everything. It does nothing more; its life ends when all is stopped.
Stops(n, e) ==
    /\ up[n]
    /\ CASE e[2] = "lease" -> IsMember(n) /\ lease[n] <= 0
         [] e[2] = "pill" -> /\ EverHad(e[3], Me(n)) /\ Me(n) \notin Members(e[3])
                             /\ e[3] <= announced \/ (cycle[n] \in {"written", "half"} /\ e[3] = Newest(n))
         [] e[2] = "off" -> SaysGone(Me(n))
         [] e[2] = "leaves" -> IsMember(n) /\ lease[n] > 0
         [] e[2] = "removed" -> IsMember(n)
    /\ UNCHANGED vars

\* Words of a fencing device; of a life of which there are later words already they say nothing new.
Confirmed(n, e) == IF SaysGone(<<n, e[2]>>) THEN UNCHANGED vars ELSE block[n].inc = e[2] /\ Said(n, block[n])

\* Last words on the board. A node that could not read them back writes them again.
Words(n, e) ==
    IF writing[n] = [inc |-> e[2], generation |-> e[3], stopped |-> FALSE] THEN Said(n, writing[n])
    ELSE Confirmed(n, e)

\* One step, of the model where it has it.
Does(n, e) ==
    CASE e[1] = "promise" -> Promise(n, e)
      [] OTHER -> /\ UNCHANGED promised
                  /\ CASE e[1] = "life" -> Reboot(n) /\ inc'[n] = e[2]
                       [] e[1] = "write" -> writing[n] = [inc |-> e[2], generation |-> e[3], stopped |-> FALSE] /\ Write(n)
                       [] e[1] = "read" -> ReadEarly(n, Nodes)
                       [] e[1] = "words" -> Words(n, e)
                       [] e[1] = "off" -> Confirmed(n, e)
                       [] e[1] = "over" -> Crash(n)
                       [] e[1] = "release" -> Release(n)
                       [] e[1] = "begin" -> Begin(n) /\ writing'[n].generation = e[2]
                       [] e[1] = "fail" -> Fail(n)
                       [] e[1] = "end" -> EndCycle(n)
                       [] e[1] = "hear" -> Hears(n, e[2])
                       [] e[1] = "receive" -> Receive(n, e)
                       [] e[1] = "renew" -> Renew(n)
                       [] e[1] = "decide" -> DecideOn(n, e[2], e[3])
                       [] e[1] = "publish" -> Publish(n) /\ e[2] = known[n] + 1 /\ e[3] = decided[e[2]]
                       [] e[1] = "start" -> MayStart(n) /\ UNCHANGED vars
                       [] e[1] = "acquire" -> Acquire(n)
                       [] e[1] = "stops" -> Stops(n, e)

MayJudge(n) == Acts(n) /\ ended[n] = Never /\ ~IsMember(n) /\ MayFound(n)

\* What the code takes for proven is.
Shows(n, s) ==
    /\ up[n] /\ known[n] = s[1]
    /\ Max(lease[n], 0) = s[2]
    /\ \A p \in Condemned(known[n]) : p[1] \in s[3] => Proven(n, p)

TraceNext ==
    /\ followed < Len(Records)
    /\ UNCHANGED trace
    /\ LET r == Now
           n == r.node
           last == part = Len(r.does) + 1
       IN  \/ /\ part = 0
              /\ Pass(Passed(r))
              /\ part' = 1
              /\ clock' = [m \in Nodes |-> clock[m] + Passed(r)[m]]
              /\ UNCHANGED <<followed, entered, promised>>
           \* Nothing shows when a node judges that nobody else is left: it may be as soon as it is so.
           \/ /\ part > 0 /\ MayJudge(n)
              /\ JudgeEnded(n)
              /\ UNCHANGED <<followed, part, clock, entered, promised>>
           \/ /\ part > 0 /\ ~last /\ ~MayJudge(n)
              /\ Does(n, r.does[part])
              /\ entered' = [m \in Nodes |-> IF known'[m] # known[m] THEN clock[m] ELSE entered[m]]
              /\ part' = part + 1
              /\ UNCHANGED <<followed, clock>>
           \/ /\ last /\ ~MayJudge(n)
              /\ IF r.shows = <<>> THEN TRUE ELSE Shows(n, r.shows)
              /\ OneHolder
              /\ followed' = followed + 1 /\ part' = 0
              /\ PrintT(<<"followed", trace, followed'>>)
              /\ UNCHANGED <<vars, clock, entered, promised>>

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, traceVars>>
====

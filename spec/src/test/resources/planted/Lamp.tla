---- MODULE Lamp ----
\* A lamp that counts how often it was switched on: a model small enough to show that the checker checks.
EXTENDS Naturals
CONSTANT Limit
VARIABLES lit, count
Init == lit = FALSE /\ count = 0
On == ~lit /\ count < Limit /\ lit' = TRUE /\ count' = count + 1
Off == lit /\ lit' = FALSE /\ UNCHANGED count
Next == On \/ Off
Spec == Init /\ [][Next]_<<lit, count>>
AtMostThree == count <= 3
====

"""The indexed problem, and every rule that can be checked without a clock.

Read in this order: `steps` (what a vehicle does, and why an order of steps is infeasible), `index`
(the problem and its matrices by id), `loads` (what is aboard, and the load rules), `intake` (what
facilities can still take), `battery`, `locks`, `objective` (what a plan costs).

Imports `data.domain` and nothing else of `routing`.
"""

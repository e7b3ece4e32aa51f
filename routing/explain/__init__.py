"""Why tasks were left out, and the smallest change of the problem that would let each in.

Read in this order: `explanation` (one code, reason and relaxation per unassigned task), `probe` (insert
a task into a vehicle's route), `changes` (kinds of change, and how to make one), `relaxation` (the
smallest amount of a change that helps), `wording` (codes and sentences).

Imports `routing.construct` and `routing.model`.
"""

from routing.explain.changes import apply_relaxation
from routing.explain.explanation import explain

__all__ = ["apply_relaxation", "explain"]

"""Slack induction by string removals over the whole rule set, compiled with numba.

To read in this order: `engine` (the annealing run), `search` (one iteration), `moves` (ruin, recreate,
polish), `pricing` (what a changed route costs), `encoding` (from a problem to tables), `layout` (the
tables, and the one argument of every kernel). `docs/explanation/kernels.md` says how a kernel is written.

The engine imports `encoding`, `locks` and `search`; those import `moves`, which imports `pricing`, which
imports `layout` and `kernels`. Of the rest of routing only `model`, `construct`, `schedule` and
`engines.registry` are imported, and not by kernels.

References
----------
Christiaens & Vanden Berghe (2020), Slack Induction by String Removals for Vehicle Routing Problems,
Transportation Science 54(2).
"""

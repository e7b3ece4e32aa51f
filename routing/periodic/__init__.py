"""Periodic routing: on which days places are visited, and by which routes, decided together.

Read `solve` (the entry: infeasible places set apart, the rest searched and checked), `patterns` (sets of days
a place may be visited on), `infeasibility`, `search` (annealing over all days, then every day polished by
itself) with `daily_routes` (exact plans of each day) and `search_process` (the child it runs in). Compiled:
`periodic_data` (a problem as arrays), `routes`, `insertion`, `ruin_recreate`; `kernels` is their cache and
`warm_up` fills it. Imports the engines, construction and the schedule of `routing`.
"""

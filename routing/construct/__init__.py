"""Building routes and plans without a search: stopovers, insertion, construction and repair.

Read in this order: `stopovers` (the cheapest feasible route through a given order of tasks, with
unloadings from `stopover_orders` and charges from `charging`), `slack` (a lower bound on what an
insertion breaks), `insertion` (positions for one more task), `partial_plan` (routes so far and the
candidates for the next insertion), `repair` (orders into a complete plan, or a plan from nothing).

Imports `routing.schedule` and `routing.model`.
"""

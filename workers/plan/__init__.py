"""The job that plans a day.

Read `job` (the steps in order), then what they do: `problem` with `tasks` (rows to a routing problem),
`roads` (matrices), `locks` (wishes of people), `validation` (faults dropped, violations refused),
`executed` and `rest` (a day that has begun), `result` with `route_rows` (a plan to rows). `scheduled` is
what the worker does by the clock, `subproblem_job` helps another worker's plan.
"""

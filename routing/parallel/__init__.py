"""Search one problem with several processes.

Read `pool` (runs dispatched to searchers, incumbents collected) and `search_process` (a searcher in a
child process), then `rounds` (the schedule of an automatic search: an opening, then rounds over
subproblems), `decomposition` (splitting a plan into subproblems) with `embedding` (landmark MDS), `budget`
(the time of a solve) and `incumbents`. Imports engines, construction and the model; `routing.solve` is built
on it.
"""

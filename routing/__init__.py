"""From a `Problem` and its travel matrices to a `Plan`.

`solve` is the entry point. A reader may begin with `model` (the indexed problem and the load rules), then
`schedule` (exact times of one route), `construct` (plans without a search), `engines` (searches),
`parallel` (several searches on one problem) and `solve`. On finished plans work `explain` (why tasks were
left out), `edit` (hand edits) and `replan` (the rest of a day). `validate` checks problems, `check` plans;
`check` shares no code with what it checks. `periodic` plans several weeks, `formats` reads and writes
files.

Imports `data` and nothing else of the service. Folders import downward only; import-linter has the order.
"""

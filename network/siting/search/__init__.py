"""Search methods of siting: heuristics for a first choice, bounds, then the exact model of what is left.

Read `dispatch` (which method for which model), `covering` and `set_cover`, `center` (smallest radius),
`median` with `interchange` and `lagrangian`, and `stages`. May import `network.siting.answers` and
`.models`. Runs in the child process only, because of OR-Tools.
"""

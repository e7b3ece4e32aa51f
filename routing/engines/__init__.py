"""Search engines, each behind one function signature.

`registry` says what an engine is and names all of them; `reporter` makes complete plans of their
solutions; `lns` is the native large neighbourhood search,
`ortools` and `pyvrp` wrap solvers, `hybrid` runs `ortools` and then `lns`. Engines do not import one
another: the registry loads them by name.

Imports `routing.construct`, `routing.schedule` and `routing.model`.
"""

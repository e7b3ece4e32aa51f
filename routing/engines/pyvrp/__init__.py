"""PyVRP as an optional search engine, a cross-check of the others on problems that it can model.

Read in this order: `unsupported` (rules it cannot model), `model` (the problem as its data), `search` (run
it and report plans).
"""

from routing.engines.pyvrp.search import search

__all__ = ["search"]

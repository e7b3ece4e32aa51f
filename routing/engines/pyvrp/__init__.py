"""PyVRP as a search engine, where it can model the problem: a cross-check of the others. Optional."""

from routing.engines.pyvrp.search import search

__all__ = ["search"]

"""PyVRP as a search engine, where it can model the problem: a cross-check of the others. Optional."""

from routing.pyvrp_engine.search import search

__all__ = ["search"]

"""OR-Tools as a search engine: the reference for every other one, and the first complete plan."""

from routing.engines.ortools.search import search

__all__ = ["search"]

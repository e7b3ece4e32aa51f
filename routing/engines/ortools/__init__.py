"""OR-Tools as a search engine: a first plan soon, and a reference for the other engines.

Read in this order: `nodes` (nodes and arcs of the model), `loads` (its load dimensions), `model` (the whole
routing model), `search` (run it and report plans).
"""

from routing.engines.ortools.search import search

__all__ = ["search"]

"""Hand edits of a plan: what an edit does to times, loads, cost and rules.

Read in this order: `edits` (what a dispatcher can do, as orders of steps), `reroute` (an order as a
route, whether or not it keeps the rules), `editor` (edits of whole plans), `insertion_offers` (what a
task costs where it is and would cost elsewhere).

A draft may break rules: the scheduler shared with the search sets the times, late where it must, and
`routing.check` reports what is broken and by how much.

Imports `routing.construct`, `routing.schedule`, `routing.model` and `routing.check`.
"""

from routing.edit.editor import EditedPlan, Editor
from routing.edit.edits import Edit, Insert, Move, Remove, Reorder, Reverse, Swap
from routing.edit.insertion_offers import (
    InsertionOffer,
    PositionAnalysis,
    analyse_position,
    price_insertions,
)

__all__ = [
    "Edit",
    "EditedPlan",
    "Editor",
    "Insert",
    "InsertionOffer",
    "Move",
    "PositionAnalysis",
    "Remove",
    "Reorder",
    "Reverse",
    "Swap",
    "analyse_position",
    "price_insertions",
]

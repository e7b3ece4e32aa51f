"""Changing a plan by hand: what an edit does to times, loads, cost and rules, at once.

A draft may break a rule, and says so: the scheduler that search and edits share sets the times,
late where there is no other way, and `routing.check` names what is broken and by how much.
"""

from routing.edit.editor import EditedPlan, Editor
from routing.edit.edits import Edit, Insert, Move, Remove, Reorder, Reverse, Swap
from routing.edit.pricing import Offer, WhyHere, offers_for, why_here

__all__ = [
    "Edit",
    "EditedPlan",
    "Editor",
    "Insert",
    "Move",
    "Offer",
    "Remove",
    "Reorder",
    "Reverse",
    "Swap",
    "WhyHere",
    "offers_for",
    "why_here",
]

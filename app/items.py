"""Items of a request as a truck collects them: what of them, and how much it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.catalogue.rule_sets import rule_set
from data.store.requests import Material, RequestItem


def items_collected(
    items: Sequence[RequestItem], kind: str | None, materials: Mapping[str, Material]
) -> list[RequestItem]:
    """The items that a visit collects: of its load type, without those that enter no route.

    Parameters
    ----------
    kind
        The visit's load type; None for all.
    """
    rules = rule_set()
    found = []
    for item in items:
        own = materials[item.material_ref].load_type
        if kind in {None, own} and rules.refusal_of(own, item.condition.value) is None:
            found.append(item)
    return found


def total_kg(items: Sequence[RequestItem]) -> float:
    """Mass of all lines."""
    return round(sum(item.kg for item in items), 3)


def total_litres(items: Sequence[RequestItem]) -> float:
    """Volume of all lines."""
    return round(sum(item.litres for item in items), 3)

"""Items of a request as collected by a vehicle: mass, volume, load type and hazard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from app.schemas.common import ItemOut
from data.catalogue.rule_sets import rule_set
from data.store.requests.pickup_requests import Condition, Material


class Line(Protocol):
    """An item of a request, stored or not."""

    @property
    def material_ref(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def kg(self) -> float: ...
    @property
    def litres(self) -> float: ...
    @property
    def condition(self) -> Condition: ...


HAZARDS = {
    Condition.CRITICAL: "critical_battery",
    Condition.DAMAGED: "damaged_battery",
    Condition.UNDIAGNOSABLE: "undiagnosable_battery",
}
"""Condition of a battery → hazard, the gravest first."""

AnyLine = TypeVar("AnyLine", bound=Line)


def items_collected(
    items: Sequence[AnyLine], kind: str | None, materials: Mapping[str, Material]
) -> list[AnyLine]:
    """Return the items that a visit collects: of its load type, without those that are never routed.

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


def total_kg(items: Sequence[Line]) -> float:
    """Return the mass of all items."""
    return round(sum(item.kg for item in items), 3)


def total_litres(items: Sequence[Line]) -> float:
    """Return the volume of all items."""
    return round(sum(item.litres for item in items), 3)


def item_document(item: Line, materials: Mapping[str, Material]) -> ItemOut:
    """Return one item of a request, with its name in both languages."""
    material = materials[item.material_ref]
    return ItemOut(
        material=material.ref,
        name_zh=material.name_zh,
        name_en=material.name_en,
        quantity=item.quantity,
        condition=item.condition.value,
    )


def load_type(items: Sequence[Line], materials: Mapping[str, Material]) -> str | None:
    """Return the load type for segregation: that of all items, ``mixed``, or None without items."""
    kinds = {materials[item.material_ref].load_type for item in items}
    return "mixed" if len(kinds) > 1 else next(iter(kinds), None)


def hazard(items: Sequence[Line], materials: Mapping[str, Material]) -> str | None:
    """Return the most severe hazard among the batteries of a request, or None."""
    conditions = {item.condition for item in items if materials[item.material_ref].load_type == "battery"}
    return next((name for condition, name in HAZARDS.items() if condition in conditions), None)

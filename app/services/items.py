"""Items of a request as a truck collects them: what of them, and how much it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from data.catalogue.rule_sets import rule_set
from data.store.requests.pickup_requests import Condition, Material


class Line(Protocol):
    """A line of a request, as its row or as it is read without one."""

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


AnyLine = TypeVar("AnyLine", bound=Line)


def items_collected(
    items: Sequence[AnyLine], kind: str | None, materials: Mapping[str, Material]
) -> list[AnyLine]:
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


def total_kg(items: Sequence[Line]) -> float:
    """Mass of all lines."""
    return round(sum(item.kg for item in items), 3)


def total_litres(items: Sequence[Line]) -> float:
    """Volume of all lines."""
    return round(sum(item.litres for item in items), 3)

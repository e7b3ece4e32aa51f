"""Materials with their typical mass, volume and handling, and conditions of batteries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

LoadType = Literal["appliance", "battery", "recyclable", "vehicle"]
LOAD_TYPES: tuple[str, ...] = get_args(LoadType)

Condition = Literal["intact", "damaged", "undiagnosable", "critical"]
"""``undiagnosable``: nobody can tell whether it is safe. ``critical``: liable to react dangerously."""
CONDITIONS: tuple[str, ...] = get_args(Condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One kind of collected item; figures are planning defaults per unit.

    Attributes
    ----------
    unit
        Unit of counting: ``piece``, ``bag``, ``bundle`` or ``crate``.
    unit_kg, unit_l
        Mass, and volume in a truck including air gaps.
    service_s
        Loading time of one unit.
    skills
        Skills required of vehicle and crew in any condition; rule sets add certificates.
    official_no
        Number in the national catalogue of discarded appliances (1 to 14), None outside it.
    hazard
        Short code, empty for none; `handling_zh` and `handling_en` are instructions.
    source, status
        Source of the figures, and their reliability.
    """

    ref: str
    name_zh: str
    name_en: str
    load_type: LoadType
    unit: str
    unit_kg: float
    unit_l: float
    service_s: int
    skills: frozenset[str]
    hazard: str
    handling_zh: str
    handling_en: str
    official_no: int | None
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestItem:
    """A quantity of one material in one condition, as requested for pickup."""

    material: str
    quantity: int
    condition: Condition = "intact"

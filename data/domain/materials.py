"""What is fetched: materials with their usual mass, volume and handling, and conditions of batteries."""

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
    """One kind of thing that people hand in; figures are planning defaults per unit.

    Attributes
    ----------
    unit
        What one is: ``piece``, ``bag``, ``bundle`` or ``crate``.
    unit_kg, unit_l
        Mass, and the litres it takes up in a truck (air gaps included).
    service_s
        Time to take one aboard.
    skills
        What vehicle and crew must hold, whatever the condition; rule sets add certificates.
    official_no
        Number in the national catalogue of discarded appliances (1 to 14), None outside it.
    hazard
        A short code, empty for none; `handling_zh` and `handling_en` say what to mind.
    source, status
        Where the figures come from, and how far they can be relied on.
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
    """A number of one material in one condition, as requested for pickup."""

    material: str
    quantity: int
    condition: Condition = "intact"

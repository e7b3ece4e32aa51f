"""Read a study's keys and a scenario's result."""

from __future__ import annotations

from typing import Any

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.store.studies.tables import Scenario, Study


def positions(keys: dict[str, Any]) -> tuple[list[LonLat], list[LonLat]]:
    """Return demand places and points (one per column) of a study; points may coincide with places."""
    places = [LonLat(*at) for at in keys["places"]]
    return places, [LonLat(*at) for at in keys["candidates"]] if "candidates" in keys else places


def point_names(study: Study) -> list[str]:
    """Return one name per column, possibly empty."""
    names: list[str] = study.keys.get("site_names", study.keys["names"])
    return names


def stages_of(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the stages of a result: ``p``, ``year`` if given, ``open``, ``assignment``, ``figures``."""
    stages: list[dict[str, Any]] = (scenario.found or {}).get("stages") or []
    return stages


def opened_in(scenario: Scenario) -> dict[int, int]:
    """Return the first stage, counted from 1, in which each column is open."""
    found: dict[int, int] = {}
    for number, stage in enumerate(stages_of(scenario), start=1):
        for column in stage["open"]:
            found.setdefault(column, number)
    return found


def part_of(scenario: Scenario, stage: int | None) -> dict[str, Any]:
    """Return the result, or its part for one stage: ``open`` and ``assignment``.

    Raises
    ------
    InputError
        S349: it has no such stage.
    """
    stages = stages_of(scenario)
    if stage is None:
        return scenario.found or {}
    if not 1 <= stage <= len(stages):
        cause = f"The scenario has {len(stages)} stages, not stage {stage}."
        raise InputError(Fault("S349", cause, "Omit the stage, or give an existing one.", "stage"))
    return stages[stage - 1]


def priced_part(scenario: Scenario) -> dict[str, Any]:
    """Return the pricing of a result; empty if it was not priced."""
    pricing: dict[str, Any] = (scenario.found or {}).get("pricing") or {}
    return pricing if "alternatives" in pricing else {}


def gathered_kg(answer: dict[str, Any], keys: dict[str, Any]) -> dict[int, float]:
    """Return kilograms per year by open point, of a result or one of its stages."""
    kg: dict[int, float] = {}
    for column, weight in zip(answer["assignment"], keys["weights"], strict=True):
        if column is not None:
            kg[column] = kg.get(column, 0.0) + weight
    return kg

"""Reads a study's keys and a scenario's answer."""

from __future__ import annotations

from typing import Any

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.store.studies.tables import Scenario, Study


def positions(keys: dict[str, Any]) -> tuple[list[LonLat], list[LonLat]]:
    """Demand places and points (one per column) of a study's content; points may stand at the places."""
    places = [LonLat(*at) for at in keys["places"]]
    return places, [LonLat(*at) for at in keys["candidates"]] if "candidates" in keys else places


def point_names(study: Study) -> list[str]:
    """A name per column; may be empty."""
    names: list[str] = study.keys.get("site_names", study.keys["names"])
    return names


def stages_of(scenario: Scenario) -> list[dict[str, Any]]:
    """The stages of an answer: ``p``, ``year`` where given, ``open``, ``assignment``, ``figures``."""
    stages: list[dict[str, Any]] = (scenario.found or {}).get("stages") or []
    return stages


def opened_in(scenario: Scenario) -> dict[int, int]:
    """Column → the stage, counted from 1, in which it is open for the first time."""
    found: dict[int, int] = {}
    for number, stage in enumerate(stages_of(scenario), start=1):
        for column in stage["open"]:
            found.setdefault(column, number)
    return found


def part_of(scenario: Scenario, stage: int | None) -> dict[str, Any]:
    """The answer, or what of it a stage is: its ``open`` and ``assignment``.

    Raises
    ------
    InputError
        S349: it has no such stage.
    """
    stages = stages_of(scenario)
    if stage is None:
        return scenario.found or {}
    if not 1 <= stage <= len(stages):
        cause = f"The scenario has {len(stages)} stages, and no stage {stage}."
        raise InputError(Fault("S349", cause, "Leave the stage out, or give one that it has.", "stage"))
    return stages[stage - 1]


def priced_part(scenario: Scenario) -> dict[str, Any]:
    """The pricing of an answer; empty where nothing was priced."""
    pricing: dict[str, Any] = (scenario.found or {}).get("pricing") or {}
    return pricing if "alternatives" in pricing else {}


def gathered_kg(answer: dict[str, Any], keys: dict[str, Any]) -> dict[int, float]:
    """Kilograms a year by open point, of an answer or a stage of one."""
    kg: dict[int, float] = {}
    for column, weight in zip(answer["assignment"], keys["weights"], strict=True):
        if column is not None:
            kg[column] = kg.get(column, 0.0) + weight
    return kg

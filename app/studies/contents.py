"""What a study's keys and a scenario's answer hold, read in one place."""

from __future__ import annotations

from typing import Any

from data.domain.places import LonLat
from data.store.studies import Scenario, Study


def positions(keys: dict[str, Any]) -> tuple[list[LonLat], list[LonLat]]:
    """Demand places and points (one per column) of a study's content; points may stand at the places."""
    places = [LonLat(*at) for at in keys["places"]]
    return places, [LonLat(*at) for at in keys["candidates"]] if "candidates" in keys else places


def point_names(study: Study) -> list[str]:
    """A name per column; may be empty."""
    names: list[str] = study.keys.get("site_names", study.keys["names"])
    return names


def priced_part(scenario: Scenario) -> dict[str, Any]:
    """What was priced; empty where nothing was."""
    pricing: dict[str, Any] = (scenario.found or {}).get("pricing") or {}
    return pricing if "alternatives" in pricing else {}

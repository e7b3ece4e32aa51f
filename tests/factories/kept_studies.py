"""Stored coverage studies on the town's grid: villages along two streets, points that could serve them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from data.store.studies import lifecycle
from data.store.studies.tables import Scenario, Study, insert_study
from tests.factories.rows import World
from tests.factories.towns import SOUTH, STEP_DEG, WEST

CORNERS = ((1, 1), (6, 1), (12, 1), (1, 12), (6, 12), (12, 12))


def at(column: int, row: int) -> list[float]:
    """Where two streets of the town cross."""
    return [round(WEST + column * STEP_DEG, 6), round(SOUTH + row * STEP_DEG, 6)]


def study_keys(name: str = "Village") -> dict[str, Any]:
    """Six villages; a point could stand in each, and one stands in the first."""
    spots = [at(*corner) for corner in CORNERS]
    return {
        "places": spots,
        "weights": [1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0],
        "names": [f"{name} {number}" for number in range(1, 7)],
        "groups": ["South"] * 3 + ["North"] * 3,
        "townships": [""] * 6,
        "candidates": spots,
        "site_names": [f"{name} {number} point" for number in range(1, 7)],
        "site_groups": ["South"] * 3 + ["North"] * 3,
        "existing": [0],
    }


def make_study(store: Session, world: World, *, name: str = "Study", network: str = "toy") -> Study:
    """A stored study of the world's centre."""
    return insert_study(
        store,
        organisation_id=world.organisation_id,
        centre_id=world.centre_id,
        network=network,
        name=name,
        keys=study_keys(name),
    )


CALENDAR = [
    {"column": 0, "parts": [[{"day": 0, "kg": 30}, {"day": 2, "kg": 30}, {"day": 4, "kg": 40}]]},
    {"column": 1, "parts": [[{"day": 2, "kg": 90}]]},
    {"column": 5, "parts": [[{"day": 0, "kg": 200}], [{"day": 5, "kg": 200}]]},
]
"""Point 0 on Mondays, Wednesdays and Fridays, 1 on Wednesdays, 5 with a truck on Mondays and Saturdays."""
WEEK = {
    "points": 3,
    "kg": 590,
    "cost": 700.0,
    "km": 210.5,
    "co2_kg": 71.0,
    "hours": 20.0,
    "cost_per_tonne": 1186.4,
}
PRICING: dict[str, Any] = {
    "terms": {"vehicle_class": "truck_4t", "trucks": 1, "weeks": 1},
    "method": {"en": "by calendars", "zh": "按日历"},
    "alternatives": [
        {
            "name": "3 points", "points": 3, "open": [0, 1, 5], "share_served": 1.0, "share_fetched": 1.0,
            "cost_per_week": 700.0, "other_cost_per_week": 0.0, "cost_per_tonne": 1186.4, "week": WEEK,
            "by_county": {"North": WEEK, "South": WEEK}, "left_out": [],
        }
    ],
    "cheapest": 0,
    "calendar": CALENDAR,
}  # fmt: skip


STAGES = [
    {
        "p": 2, "year": 2026, "objective": 12, "open": [0, 5], "assignment": [0, 0, 5, 0, 5, 5],
        "figures": {"points": 2, "covered": 0.8, "worst": 210},
    },
    {
        "p": 3, "year": 2028, "objective": 9, "open": [0, 1, 5], "assignment": [0, 1, 1, 0, 5, 5],
        "figures": {"points": 3, "covered": 1.0, "worst": 160},
    },
]  # fmt: skip
"""Point 5 first, point 1 two years later."""
EARLY_CALENDAR = [
    {"column": 0, "parts": [[{"day": 1, "kg": 130}]]},
    {"column": 5, "parts": [[{"day": 0, "kg": 490}]]},
]
"""Of the first stage: Tuesdays and Mondays, with what the second point will take over later."""


def make_solved_scenario(
    store: Session, study: Study, *, name: str = "Scenario", priced: bool = False, staged: bool = False
) -> Scenario:
    """A scenario with points 1 and 5 open beside the existing one; in stages where wanted."""
    row = lifecycle.ask(
        store,
        study,
        question={"model": "p_median"}
        | ({"stages": [2, 3], "stage_years": [2026, 2028]} if staged else {"p": 3}),
        seconds_limit=5.0,
        name=name,
    )
    lifecycle.begin(store, row.id, 1)
    answer: dict[str, Any] = {
        "status": "optimal", "objective": 9, "bound": 9, "gap": 0, "open": [0, 1, 5],
        "assignment": [0, 1, 1, 0, 5, 5], "nearest": [0, 0, 90, 160, 90, 0], "seconds": 0.1,
    }  # fmt: skip
    if staged:
        answer["stages"] = STAGES
    if priced:
        answer["pricing"] = PRICING
    if priced and staged:
        early = PRICING["alternatives"][0] | {"name": "stage 1", "points": 2, "open": [0, 5]}
        answer["pricing"] = PRICING | {
            "alternatives": [*PRICING["alternatives"], early],
            "stages": [
                {"alternative": 1, "calendar": EARLY_CALENDAR},
                {"alternative": 0, "calendar": CALENDAR},
            ],
        }
    lifecycle.finish(store, row.id, 1, answer, {"points": 3, "covered": 1.0, "status": "optimal"})
    return row

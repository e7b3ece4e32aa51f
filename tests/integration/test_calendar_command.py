"""`huiliu calendar`, with its search in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.cli import cli
from data.domain.errors import InputError

TORINO = Path(__file__).parents[2].parent / "shared" / "places" / "pvrpif_Torino_050_6_7.geojson"


def problem() -> dict[str, Any]:
    """Three places on a line; one asks for nine visits in a five-day week."""
    metres = [[abs(a - b) * 1_000 for b in range(4)] for a in range(4)]
    truck = {"id": "t", "start": 0, "end": 0, "shift": [0, 28_800], "capacity": [500], "cost": {"per_km": 2}}
    return {
        "version": 1,
        "horizon_days": 7,
        "places": [
            {"id": "twice", "place": 1, "visits": 2, "demand_kg": 50, "least_gap_days": 2},
            {"id": "fills", "place": 2, "fill_kg_per_day": 20, "container_kg": 100},
            {"id": "nine", "place": 3, "visits": 9, "demand_kg": 10},
        ],
        "vehicles": [{"vehicle": truck, "weekdays": [0, 1, 2, 3, 4]}],
        "matrix": {"duration_s": [[each // 10 for each in row] for row in metres], "distance_m": metres},
    }


def run(*words: str, given: dict[str, Any] | None = None) -> Any:
    text = json.dumps(given) if given is not None else None
    return CliRunner().invoke(cli, ["calendar", *words], input=text, catch_exceptions=True)


def test_what_can_be_served_is_planned_and_the_rest_named(tmp_path: Path) -> None:
    out = tmp_path / "calendar.json"
    done = run("-", "--seconds", "1", "--json", "--out", str(out), given=problem())
    assert done.exit_code == 0, done.output
    assert "nine asks for 9 visits in 7 days, of which 5 can be used. (R512)" in done.stderr
    document = json.loads(done.stdout)
    assert document == json.loads(out.read_text("utf-8"))
    assert set(document["visits"]) == {"twice", "fills"}
    assert len(document["days"]) == 7
    assert document["cost"] == pytest.approx(16.0)  # both days: out to the second place and back
    assert all(day["plan"]["routes"] == [] for day in document["days"][5:])


def test_faults_are_told_and_nothing_is_searched() -> None:
    bad = problem() | {"horizon_days": 400, "crews": [1]}
    done = run("-", given=bad)
    assert isinstance(done.exception, InputError)
    assert [fault.code for fault in done.exception.faults] == ["F106"]
    bad["horizon_days"] = 100
    done = run("-", given=bad)
    assert isinstance(done.exception, InputError)
    assert [fault.where for fault in done.exception.faults] == ["horizon_days", "crews"]


@pytest.mark.shared
@pytest.mark.skipif(not TORINO.exists(), reason="../shared is not beside the project")
def test_torino_is_solved_feasibly_in_a_few_seconds() -> None:
    done = run(str(TORINO), "--seconds", "3", "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["unassigned"] == []
    assert len(document["visits"]) == 50
    # The authors publish a calendar of 868 minutes; a loaded machine may stop well above it.
    assert document["cost"] < 1_100

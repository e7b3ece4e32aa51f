"""Sections on siting studies and on periodic calendars."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner

from tests.golden import project
from tests.golden.canonical import plain, without

LONG_S = 600.0
"""Seconds that no proof of these small studies comes near to."""
ITERATIONS = 400


def siting() -> Any:
    """Every model on small studies, searched here; and some through the command line, in a child."""
    use = project.siting()
    found = {}
    for name, document in _studies().items():
        file = use.read_study(io.BytesIO(json.dumps(document).encode()))
        study = file.study()
        answer = use.search(study, LONG_S, lambda _: None)
        found[name] = without(use.answer_as_json(answer), "seconds", "reason")
        if answer.open:
            found[name]["bands"] = use.count_by_band(study, answer.open, (20.0, 40.0))
    studies = _studies()
    staged = {**studies["p_median"], "stages": [2, 3, 5], "stage_years": [2026, 2028, 2030], "p": 5}
    grouped = {**studies["max_cover"], "stages": [1, 3], "stage_weights": [2, 1], "p": 3}
    return found | {
        "command: stages of p_median": _command(staged),
        "command: stages of max_cover": _command(grouped),
        "command: curve of p_center": _command(studies["p_center"], "--curve", "4"),
        "command: bands": _command({**studies["set_cover"], "bands": [10, 20, 60]}),
    }


def calendars() -> Any:
    """Calendars after a number of iterations, patterns, obstacles; the checker's verdicts."""
    use = project.calendars()
    found = {}
    for seed in range(4):
        problem, matrices = use.made_up(seed)
        aside = use.infeasible_places(problem, matrices)
        names = {each.task for each in aside}
        servable = replace(problem, places=tuple(each for each in problem.places if each.id not in names))
        options = use.CalendarOptions(seconds=LONG_S, seed=seed, iterations=ITERATIONS)
        calendar = use.search(servable, matrices, options, lambda _: None, lambda: False)
        working = use.working_days(problem)
        found[f"week {seed}"] = {
            "patterns": {place.id: use.patterns(problem, place, working)[:12] for place in problem.places},
            "aside": [(each.task, each.code) for each in aside],
            "calendar": without(use.calendar_as_json(servable, calendar), "seconds"),
            "violations": plain(use.calendar_violations(servable, matrices, calendar)),
        }
    return found | {"obstacles": _obstacles()}


def _obstacles() -> Any:
    use = project.calendars()
    problem, matrices = use.made_up(5)
    first = problem.places[0]
    changes = {
        "visits": {"visits": 9, "fill_kg_per_day": 0.0, "container_kg": None, "demand_kg": 5},
        "no day": {"weekdays": frozenset({6})},
        "heavy": {"demand_kg": 5_000, "visits": 1, "fill_kg_per_day": 0.0, "container_kg": None},
        "long": {"service_s": 9 * 3_600},
        "period": {"period_days": 4},
        "twice": {"id": problem.places[1].id},
        "nowhere": {"place": 999},
    }
    found = {}
    for name, change in changes.items():
        bad = replace(problem, places=(replace(first, **change), *problem.places[1:]))
        faults = [(fault.code, fault.where) for fault in use.faults(bad, matrices)]
        aside = [] if faults else [(each.task, each.code) for each in use.infeasible_places(bad, matrices)]
        found[name] = {"faults": faults, "aside": aside}
    crews = replace(problem, crews=(1, 1), horizon_days=93)
    found["whole"] = {"faults": [(fault.code, fault.where) for fault in use.faults(crews, matrices)]}
    return found


def _studies() -> dict[str, dict[str, Any]]:
    """Costs without ties, so that every study has one best answer."""
    random = np.random.default_rng(23)
    at, spots = random.uniform(0, 60, (24, 2)), random.uniform(0, 60, (9, 2))
    cost = np.round(np.hypot(*(at[:, None] - spots[None, :]).transpose(2, 0, 1)), 3).tolist()
    cost[3][2] = None
    weights = np.round(random.uniform(10, 90, 24), 2).tolist()
    fixed = np.round(random.uniform(50, 90, 9), 2).tolist()
    groups = ["north" if y > 30 else "south" for _, y in at]
    site_groups = ["north" if y > 30 else "south" for _, y in spots]
    base = {"cost": cost, "weights": weights}
    return {
        "set_cover": {**base, "model": "set_cover", "radius": 25, "fixed": fixed},
        "set_cover, share": {**base, "model": "set_cover", "radius": 18, "fixed": fixed, "share": 0.6},
        "set_cover, impossible": {**base, "model": "set_cover", "radius": 3},
        "set_cover, backup": {**base, "model": "set_cover", "radius": 45, "fixed": fixed, "backup": 2},
        "max_cover": {**base, "model": "max_cover", "radius": 16, "p": 3},
        "max_cover, budget": {
            **base, "model": "max_cover", "radius": 16, "p": 4, "fixed": fixed, "budget": 260.5,
        },
        "max_cover, groups": {
            **base, "model": "max_cover", "radius": 16, "p": 4, "groups": groups,
            "least_share": {"north": 0.3}, "site_groups": site_groups, "least_points": {"south": 2},
        },
        "p_median": {**base, "model": "p_median", "p": 3},
        "p_median, existing": {**base, "model": "p_median", "p": 4, "existing": [0], "one_of": [[1, 2]]},
        "p_median, fixed": {**base, "model": "p_median", "fixed": [20 * x for x in fixed], "transport": 1.5},
        "p_median, capacity": {**base, "model": "p_median", "p": 4, "capacity": [420.0] * 9},
        "p_center": {**base, "model": "p_center", "p": 3},
        "p_center, existing": {**base, "model": "p_center", "p": 4, "existing": [5]},
        "p_center, impossible": {**base, "model": "p_center", "p": 1, "existing": [1, 4]},
    }  # fmt: skip


def _command(study: dict[str, Any], *options: str) -> Any:
    with tempfile.TemporaryDirectory(prefix="huiliu-golden-") as folder:
        path = Path(folder) / "study.json"
        path.write_text(json.dumps(study))
        done = CliRunner().invoke(
            project.command_line(),
            ["coverage", str(path), "--json", "--seconds", str(LONG_S), *options],
            env={"HUILIU_HOME": str(Path(folder) / "home")},
            catch_exceptions=False,
        )
    return {"exit": done.exit_code, "answer": without(json.loads(done.stdout), "seconds")}

"""Published solutions, read by our readers, hold by our checker and cost what was published."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.check import violations
from routing.formats import detect, lilim, sol, solomon, vrplib
from routing.validate import faults, remove_unservable

INSTANCES = Path(__file__).parents[2].parent / "shared" / "instances"
READERS = {"vrplib": vrplib, "solomon": solomon, "lilim": lilim}

SETS = ("cvrp", "pdptw", "rich", "vrptw") if INSTANCES.is_dir() else ()
"""Folders of daily problems; other sets have formats of their own, which are not detected."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not INSTANCES.is_dir(), reason="the benchmark instances are not beside the checkout"),
]


@pytest.mark.parametrize(
    ("name", "distance", "units"),
    [
        ("cvrp/X-n101-k25", None, 1),
        ("cvrp/X-n251-k28", None, 1),
        ("cvrp/X-n401-k29", None, 1),
        ("cvrp/X-n599-k92", None, 1),
        ("vrptw/RC2_10_5", None, 1),
        ("rich/HFVRP-X172-HVRP", "exact", 1000),
        ("rich/MTVRPTWR-C201R0.25", None, 10),
        ("rich/SDVRPTW-PR05", "exact", 1000),
    ],
)
def test_a_published_solution_holds_at_its_cost(name: str, distance, units: int) -> None:
    """`units`: how many of the published cost make one of the file's (the rich sets publish whole units)."""
    file = vrplib.read_problem((INSTANCES / f"{name}.vrp").read_bytes(), distance=distance)
    assert file.matrices is not None
    orders = sol.read_orders((INSTANCES / f"{name}.sol").read_bytes())
    plan = sol.plan_from_orders(file.problem, file.matrices, orders)
    assert violations(file.problem, file.matrices, plan) == []
    assert orders.cost is not None
    assert plan.cost == pytest.approx(orders.cost / units, abs=1e-6)


@pytest.mark.parametrize(
    "path",
    sorted(path for name in SETS for path in (INSTANCES / name).iterdir() if path.suffix in (".vrp", ".txt")),
    ids=lambda path: path.stem,
)
def test_every_instance_is_read_without_a_fault(path: Path) -> None:
    text = path.read_bytes()
    file = READERS[detect.detect(text)].read_problem(text)
    assert file.matrices is not None
    assert faults(file.problem, file.matrices) == []
    assert remove_unservable(file.problem, file.matrices)[1] == ()

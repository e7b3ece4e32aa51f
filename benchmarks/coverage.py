"""Siting beside spopt: the same studies on real roads, the same answers, the time and memory of both.

``python -m benchmarks.coverage [--seconds 60] [--no-peer] [--cases NAME…]``. Places lie at random
junctions, half of them in clusters, as villages do; ways are driving seconds on our matrices. spopt runs
with CBC, its usual solver, in an environment of its own, made at the first run. Processor seconds and
memory count everything a run does, start-up included. Then a point is dragged about (``drag``), and the
periodic instance of Torino is solved (``calendar``). Results land in ``benchmarks/results/coverage.csv``;
a case that is measured anew takes the place of its old rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.domain.places import LonLat
from data.domain.study import MODELS
from network.coverage.travel_costs import travel_costs
from network.library import NetworkLibrary
from network.osm.load import import_source
from network.travel.one_to_all import count_usable_edges

ROOT = Path(__file__).parents[1]
OUT = ROOT / "bench-out"
OSM = ROOT.parent / "shared" / "osm"
TORINO = ROOT.parent / "shared" / "places" / "pvrpif_Torino_050_6_7.geojson"
TORINO_AUTHORS_MIN = 868
"""Minutes driven in the calendar that the authors publish (iolab-uniud/pvrpif-instances, solutions/)."""
TABLE = ROOT / "benchmarks" / "results" / "coverage.csv"
HEAD = (
    "case", "places", "columns", "what", "status", "value", "gap", "search_s", "cpu_s", "memory_mb",
    "spopt_value", "spopt_s", "spopt_cpu_s",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One set of places on one network; spopt is left out where its model would take too long to build."""

    name: str
    extract: str
    places: int
    columns: int
    p: int
    radius_s: float
    with_peer: bool = True


_MEASURED = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cpu_s": used.ru_utime + used.ru_stime, "memory_mb": used.ru_maxrss / 1024}))
"""

DRAGS = 15
CASES = (
    Case("andorra", "andorra-2024", 200, 60, 8, 900.0),
    Case("porto", "porto_portugal", 300, 100, 12, 600.0),
    Case("huaihua-sized", "synthetic_andorra4x4", 4_000, 207, 40, 1_800.0, with_peer=False),
)


def studies(case: Case) -> tuple[dict[str, Any], float, float]:
    """What the four studies of a case share, the seconds of its matrix, milliseconds of a dragged point."""
    library = NetworkLibrary(OUT / "coverage-home")
    library.add(import_source(OSM / f"{case.extract}.osm.pbf"), case.extract)
    graph = library.open(case.extract)
    random = np.random.default_rng(2026)
    junctions = np.flatnonzero(count_usable_edges(graph, "car"))
    lon, lat = graph.node_lon[junctions], graph.node_lat[junctions]
    centres = random.choice(len(junctions), max(4, case.columns // 6))
    near = np.argmin(np.abs(lon[:, None] - lon[centres]) + np.abs(lat[:, None] - lat[centres]), axis=1)
    spread = np.abs(lon - lon[centres][near]) + np.abs(lat - lat[centres][near])
    share = np.exp(-spread / 0.01) + 0.2
    places = random.choice(
        len(junctions), case.places, replace=case.places > len(junctions), p=share / share.sum()
    )
    columns = random.choice(len(junctions), case.columns, replace=False)
    at = [LonLat(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]
    start = time.perf_counter()
    found = travel_costs(graph, [at[each] for each in places], [at[each] for each in columns])
    took = time.perf_counter() - start
    weights = np.rint(random.lognormal(5.5, 0.8, case.places))
    common = {"cost": found.cost.astype(int).tolist(), "weights": weights.astype(int).tolist()}
    # Set cover has an answer only where everybody has a column in reach.
    radius_s = max(case.radius_s, float(found.cost.min(axis=1).max()))
    drags = []
    for column in columns[:DRAGS]:  # what `POST …/coverage` works out for a point put elsewhere
        start = time.perf_counter()
        travel_costs(graph, [at[each] for each in places], [LonLat(at[column].lon + 1e-4, at[column].lat)])
        drags.append(1000 * (time.perf_counter() - start))
    return {**common, "p": case.p, "radius": radius_s}, took, float(np.median(drags))


def ours(study: dict[str, Any], seconds: float, folder: Path) -> dict[str, Any]:
    """The command's answer, with processor seconds and peak memory of all its processes."""
    file, answer = folder / "study.json", folder / "answer.json"
    file.write_text(json.dumps(study))
    start = time.perf_counter()
    used = _run("coverage", file, "--seconds", seconds, "--out", answer)
    found: dict[str, Any] = json.loads(answer.read_text())
    return {**found, "wall_s": time.perf_counter() - start, **used}


def _run(*arguments: object) -> dict[str, float]:
    """Processor seconds and peak memory of a command.

    Through a small process: what a fork of this one holds would count as the command's memory.
    """
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, sys.executable, "-m", "app.cli", *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "HUILIU_HOME": str(OUT / "coverage-home")},
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def peer(study: dict[str, Any], seconds: float, folder: Path) -> dict[str, Any]:
    """What spopt says of the same study, or why it says nothing."""
    python = OUT / "spopt" / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(OUT / "spopt")], check=True, timeout=300)
            install = [str(python), "-m", "pip", "install", "-q", "--only-binary", ":all:", "spopt", "pulp"]
            subprocess.run(install, check=True, timeout=1_800)
        file, report = folder / "peer.json", folder / "report.json"
        file.write_text(json.dumps({**study, "seconds": seconds}))
        script = Path(__file__).with_name("spopt_peer.py")
        subprocess.run(
            [str(python), str(script), str(file), str(report)],
            check=True,
            capture_output=True,
            text=True,
            timeout=20 * seconds,
        )
        return dict(json.loads(report.read_text()))
    except (OSError, subprocess.SubprocessError) as error:
        last = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        return {"absent": last}


def main() -> None:
    """Measure, print a line per study, keep everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--cases", nargs="*", default=[*(case.name for case in CASES), "calendar"])
    parser.add_argument("--calendar-seconds", type=float, default=20.0)
    asked = parser.parse_args()
    if not OSM.is_dir():
        raise SystemExit("no road extracts in ../shared/osm: nothing to measure")
    OUT.mkdir(exist_ok=True)
    for case in CASES:
        if case.name in asked.cases:
            _write(case.name, sited(case, asked.seconds, with_peer=case.with_peer and not asked.no_peer))
    if "calendar" in asked.cases and TORINO.exists():
        row = calendar(asked.calendar_seconds)
        print(f"Torino: {row['value']} min, authors {TORINO_AUTHORS_MIN}", flush=True)
        _write("calendar", [{"places": 50, **row}])


def sited(case: Case, seconds: float, *, with_peer: bool) -> list[dict[str, Any]]:
    """Rows of the table: the matrix, a dragged point, and each model beside spopt."""
    common, matrix_s, drag_ms = studies(case)
    print(f"{case.name}: {case.places} places × {case.columns} columns, matrix {matrix_s:.2f} s", flush=True)
    print(f"{case.name}: a dragged point {drag_ms:.0f} ms", flush=True)
    rows: list[dict[str, Any]] = [
        {"what": "matrix", "search_s": matrix_s},
        {"what": "drag", "status": "median of a point put elsewhere", "search_s": drag_ms / 1000},
    ]
    for model in MODELS:
        study = {"model": model, **common}
        mine = ours(study, seconds, OUT)
        other = peer(study, seconds, OUT) if with_peer else {"absent": "not asked"}
        print(_line(model, mine, other), flush=True)
        rows.append(_row(model, mine, other))
    return [{"places": case.places, "columns": case.columns, **row} for row in rows]


def calendar(seconds: float) -> dict[str, Any]:
    """The periodic instance of Torino: minutes driven beside the authors'."""
    out = OUT / "calendar.json"
    used = _run("calendar", TORINO, "--seconds", seconds, "--out", out)
    cost = json.loads(out.read_text())["cost"]
    return {"what": "Torino, minutes driven", "status": f"authors {TORINO_AUTHORS_MIN}", "value": cost,
            "search_s": seconds, **used}  # fmt: skip


def _row(model: str, mine: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    row = {"what": model, "status": mine["status"], "value": mine["objective"], "gap": mine["gap"],
           "search_s": mine["seconds"], "cpu_s": mine["cpu_s"], "memory_mb": mine["memory_mb"]}  # fmt: skip
    if "absent" in other:
        return row
    return row | {
        "spopt_value": other["objective"],
        "spopt_s": other["seconds"],
        "spopt_cpu_s": other["cpu_s"],
    }


def _write(case: str, rows: list[dict[str, Any]]) -> None:
    """Put a case's rows into the table, in place of its old ones."""
    kept: list[dict[str, Any]] = []
    if TABLE.exists():
        with TABLE.open(encoding="utf-8", newline="") as stream:
            kept = [row for row in csv.DictReader(stream) if row["case"] != case]
    rounded = [{key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}
               for row in rows]  # fmt: skip
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEAD, restval="")
        writer.writeheader()
        writer.writerows([*kept, *({"case": case, **row} for row in rounded)])


def _line(model: str, mine: dict[str, Any], other: dict[str, Any]) -> str:
    gap = "no gap known" if mine["gap"] is None else f"gap {mine['gap']:.3%}"
    text = f"  {model:10} {mine['status']:10} {mine['objective'] or 0:>12} {gap} "
    text += f"search {mine['seconds']:6.2f} s, cpu {mine['cpu_s']:6.2f} s, {mine['memory_mb']:4.0f} MB"
    if "absent" in other:
        return f"{text} | spopt: {other['absent']}"
    same = (
        "same"
        if abs(other["objective"] - (mine["objective"] or 0)) < 1e-6 * max(1, abs(other["objective"]))
        else "DIFFERS"
    )
    took = f"{other['seconds']:.2f} s, cpu {other['cpu_s']:.2f} s"
    return f"{text} | spopt {other['objective']:g} {same} {other['status']} {took}"


if __name__ == "__main__":
    main()

"""The road engine beside its peers, on the same points, in the same run.

``python -m benchmarks.roads [--only porto andorra4x4] [--parts prepare tables …] [--repeats 7]``. Tables are
timed from coordinates to seconds and metres, snapping included, banned turns on; peers that cannot be
measured are reported as absent. Everything is added to ``benchmarks/results/roads.csv``.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.road_bench import EXTRACTS, HOME, OUT, SHARED, Bench, places_beside
from network.engine import kernels

kernels.configure(HOME / "compiled")

from benchmarks import road_comparisons, road_users  # noqa: E402
from benchmarks.peer_python import AbsentPeerError  # noqa: E402
from benchmarks.road_exactness import exact, wrong_pairs  # noqa: E402
from data.domain.places import LonLat  # noqa: E402
from network.engine.build import build_engine as prepare_engine  # noqa: E402
from network.engine.cch import CchEngine, usable_processors  # noqa: E402
from network.engine.warm_up import warm_up  # noqa: E402
from network.library import NetworkLibrary  # noqa: E402
from network.metric.overlay import Change, Overlay  # noqa: E402
from network.metric.road_metric import RoadMetric, engine_folder, road_metric  # noqa: E402

PARTS = ("prepare", "tables", "closure", "exact", "command", "worker", "scipy", "pandana", "osrm")
DEFAULT = ("porto", "andorra4x4", "porto3x3")


class Measured:
    """An extract that is ready: its roads, its places, an engine for some threads."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.graph = NetworkLibrary(HOME).open(bench.name)
        folder = engine_folder(self.graph)
        assert folder is not None
        self.folder: Path = folder
        self.roads: RoadMetric = road_metric(self.graph, "car")
        self.places: list[LonLat] = places_beside(self.roads, max(bench.extract.sizes))

    def engine(self, threads: int) -> CchEngine:
        """Of the car, open roads."""
        return prepare_engine(
            self.graph, self.roads.turns, self.roads.duration_ms, self.folder, threads=threads
        )


def tables(at: Measured) -> None:
    """Square tables of every size, on one core and on all."""
    for threads in sorted({1, usable_processors()}):
        engine = at.engine(threads)
        for size in at.bench.extract.sizes:
            places = at.places[:size]
            at.bench.timed(
                road_comparisons.ours(size, threads),
                partial(road_comparisons.whole_table, at.roads, engine, places),
                repeats=at.bench.repeats,
            )


def closure(at: Measured) -> None:
    """Roads are closed: how soon the next table may be asked, and is it right?"""
    random = np.random.default_rng(7)
    seconds = []
    for _ in range(3):
        closed = np.unique(random.choice(at.graph.edges, 40)).tolist()
        started = time.perf_counter()
        after = road_metric(at.graph, "car", Overlay((Change(edges=tuple(closed)),)))
        engine = prepare_engine(at.graph, after.turns, after.duration_ms, at.folder)
        seconds.append(time.perf_counter() - started)
    at.bench.note("a closure: new turns and weights", seconds)
    wrong, _ = wrong_pairs(after, engine)
    at.bench.state("a closure: pairs unlike Dijkstra", wrong, "of 10000")


def run(bench: Bench, parts: list[str]) -> None:
    """Measure one extract; a part that a peer is absent for is said and passed over."""
    print(f"{bench.name} ({bench.pbf.stat().st_size / 1e6:.1f} MB)")
    if "prepare" in parts or bench.name not in NetworkLibrary(HOME).names():
        road_users.prepared(bench)
    at = Measured(bench)
    doing: dict[str, Callable[[], None]] = {
        "tables": lambda: tables(at),
        "closure": lambda: closure(at),
        "exact": lambda: exact(bench, at.graph, at.folder),
        "command": lambda: road_users.by_command(bench, at.places),
        "worker": lambda: road_users.by_worker(bench, at.places),
        "scipy": lambda: road_comparisons.scipy(bench, at.roads, at.places),
        "pandana": lambda: road_comparisons.pandana(bench, at.roads),
        "osrm": lambda: road_comparisons.osrm(bench, at.roads, at.places, at.engine(1)),
    }
    try:
        for part in parts:
            try:
                doing.get(part, lambda: None)()
            except AbsentPeerError as error:
                print(f"  {part}: absent, {error}", flush=True)
    finally:
        # What took an hour to measure outlives a part that fails.
        bench.write()


def main() -> None:
    """Measure all extracts asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", nargs="+", default=DEFAULT, choices=tuple(EXTRACTS), metavar="NAME",
        help=f"of {', '.join(EXTRACTS)}; by default {', '.join(DEFAULT)}",
    )  # fmt: skip
    parser.add_argument(
        "--parts", nargs="+", default=PARTS, choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}"
    )
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs prepared, OSRM's too")
    arguments = parser.parse_args()
    if arguments.fresh:
        for folder in (*(HOME / kind for kind in ("networks", "graphs", "engines")), OUT / "osrm"):
            shutil.rmtree(folder, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    started = time.perf_counter()
    warm_up()
    print(f"kernels ready in {time.perf_counter() - started:.1f} s; {usable_processors()} processors")
    for name in arguments.only:
        extract = EXTRACTS[name]
        pbf = SHARED / extract.file
        if not pbf.exists():
            print(f"{name}: absent, there is no {pbf}")
            continue
        run(Bench(extract, pbf, arguments.repeats), list(arguments.parts))


if __name__ == "__main__":
    main()

"""The road engine beside its peers, on the same points, in the same run.

``python -m benchmarks.roads [--extracts NAME…] [--sizes 100 300 1000] [--mld] [--no-peers]``. Tables are
timed from coordinates to seconds and metres, snapping included, banned turns on; peers that cannot be
measured are reported as absent. Everything lands in ``bench-out/roads.json`` as well.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peer_python import AbsentPeerError, measure
from data.domain.places import LonLat
from network.engine import compiled

ROOT = Path(__file__).parents[1]
OUT = ROOT / "bench-out"
compiled.configure(OUT / "compiled")

from network.engine.cch_engine import CchEngine, usable_processors  # noqa: E402
from network.engine.preparing import prepare as prepare_engine  # noqa: E402
from network.graph import RoadGraph  # noqa: E402
from network.importing import import_source  # noqa: E402
from network.matrices import table_of, travel_of_weights  # noqa: E402
from network.overlays import Change, Overlay  # noqa: E402
from network.prepared import PreparedRoads, prepare  # noqa: E402
from network.reference_engine import ReferenceEngine  # noqa: E402
from network.snapping import snap  # noqa: E402

EXTRACTS = ("andorra-2024", "porto_portugal", "synthetic_andorra4x4", "synthetic_porto3x3")
PLAIN_LIMIT = 100
"""Largest table asked of pandana, which takes minutes beyond."""
EXACT_PAIRS = 10_000


@dataclass
class Bench:
    """One extract, and what was measured of it."""

    name: str
    pbf: Path
    sizes: list[int]
    repeats: int
    figures: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, seconds: list[float] | float, extra: str = "") -> None:
        """Record and print a time; of several, the least and the median. Noted again, all count."""
        several = self.seconds.setdefault(what, [])
        several += seconds if isinstance(seconds, list) else [seconds]
        least, middle = min(several), statistics.median(several)
        self.figures[what] = {"min_s": round(least, 5), "median_s": round(middle, 5)}
        text = f"{1000 * least:10.1f} ms" + (f"   median {1000 * middle:.1f} ms" if len(several) > 1 else "")
        print(f"  {what:<44}{text}  {extra}", flush=True)

    def timed(self, what: str, work: Callable[[], Any], *, repeats: int = 1) -> Any:
        """Do something, note how long it took, and return what came of it."""
        seconds = []
        for _ in range(repeats):
            started = time.perf_counter()
            result = work()
            seconds.append(time.perf_counter() - started)
        self.note(what, seconds)
        return result

    def ratio(self, what: str, ours: str, theirs: list[float]) -> None:
        """Note a peer's time and how many times ours that is."""
        least = self.figures[ours]["min_s"]
        self.note(what, theirs, f"= {min(theirs) / least:.1f} × ours")
        self.figures[what]["times_ours"] = round(min(theirs) / least, 2)


def places_beside(graph: RoadGraph, roads: PreparedRoads, count: int) -> list[LonLat]:
    """Places up to some 20 m beside roads that a car can use, the same ones every time."""
    random = np.random.default_rng(20260301)
    piece = graph.edge_piece[random.choice(np.flatnonzero(roads.connected), count)]
    at = graph.first_shape[piece]
    along = random.random(count)
    lon = graph.shape_lon[at] * (1 - along) + graph.shape_lon[at + 1] * along
    lat = graph.shape_lat[at] * (1 - along) + graph.shape_lat[at + 1] * along
    lon, lat = lon + random.uniform(-2e-4, 2e-4, count), lat + random.uniform(-2e-4, 2e-4, count)
    return [LonLat(*place) for place in zip(lon.tolist(), lat.tolist(), strict=True)]


def ours(bench: Bench) -> tuple[PreparedRoads, CchEngine, list[LonLat]]:
    """Import, prepare, tables, a closure, and the proof that it is all exact."""
    folder = OUT / "engines" / bench.name
    shutil.rmtree(folder, ignore_errors=True)
    graph = bench.timed("import", lambda: import_source(bench.pbf))
    roads = bench.timed("durations and turns", lambda: prepare(graph, "car"))
    begun: list[tuple[str, float]] = []
    prepare_engine(
        graph, roads.turns, roads.duration_ms, folder,
        progress=lambda step: begun.append((step, time.perf_counter())),
    )  # fmt: skip
    begun.append(("end", time.perf_counter()))
    for (step, start), (_, end) in pairwise(begun):
        bench.note(step, end - start)
    engine = bench.timed(
        "open what was prepared", lambda: prepare_engine(graph, roads.turns, roads.duration_ms, folder)
    )
    bench.figures["file_mb"] = round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6, 1)
    places = places_beside(graph, roads, max(*bench.sizes, EXACT_PAIRS // 100))
    for threads in sorted({1, usable_processors()}):
        time_tables(bench, roads, places, threads)
    closure(bench, roads, folder)
    return roads, engine, places


def time_tables(bench: Bench, roads: PreparedRoads, places: list[LonLat], threads: int) -> None:
    """Square tables of every size, from coordinates."""
    folder = OUT / "engines" / bench.name
    engine = prepare_engine(roads.graph, roads.turns, roads.duration_ms, folder, threads=threads)
    for size in bench.sizes:
        bench.timed(
            f"table {size}², {threads} thread(s)",
            lambda size=size: whole_table(roads, engine, places[:size]),
            repeats=bench.repeats,
        )


def whole_table(roads: PreparedRoads, engine: CchEngine, places: list[LonLat]) -> Any:
    """From coordinates to seconds and metres."""
    snapped = snap(roads.graph, places, roads.profile)
    return travel_of_weights(table_of(roads, snapped, snapped, engine=engine))


def closure(bench: Bench, roads: PreparedRoads, folder: Path) -> None:
    """A road is closed: how soon the next table may be asked."""
    random = np.random.default_rng(7)
    seconds = []
    for _ in range(3):
        closed = np.unique(random.choice(roads.graph.edges, 40)).tolist()
        started = time.perf_counter()
        after = prepare(roads.graph, "car", Overlay((Change(edges=tuple(closed)),)))
        engine = prepare_engine(roads.graph, after.turns, after.duration_ms, folder)
        seconds.append(time.perf_counter() - started)
    bench.note("a closure: new turns and metric", seconds)
    exact(bench, "after a closure", after, engine)


def exact(bench: Bench, when: str, roads: PreparedRoads, engine: CchEngine) -> None:
    """Compare 100 × 100 weights, durations and distances in one, with Dijkstra on the turn graph."""
    side = int(EXACT_PAIRS**0.5)
    snapped = snap(roads.graph, places_beside(roads.graph, roads, side), roads.profile)
    plain = ReferenceEngine.of(roads)
    started = time.perf_counter()
    expected = table_of(roads, snapped, snapped, engine=plain)
    seconds = time.perf_counter() - started
    wrong = int((table_of(roads, snapped, snapped, engine=engine) != expected).sum())
    bench.figures[f"wrong of {side * side} pairs, {when}"] = wrong
    print(f"  {when}: {wrong} of {side * side} pairs differ from Dijkstra", flush=True)
    if when == "open roads" and f"table {side}², 1 thread(s)" in bench.figures:
        bench.ratio(f"scipy Dijkstra, {side}²", f"table {side}², 1 thread(s)", [seconds])


def against_osrm(bench: Bench, places: list[LonLat], roads: PreparedRoads, algorithm: str) -> None:
    """OSRM's car profile on the same extract and points; how its figures differ from ours."""
    work = OUT / "osrm" / f"{bench.name}-{algorithm}"
    work.mkdir(parents=True, exist_ok=True)
    np.save(work / "points.npy", np.array(places))
    job = {
        "pbf": str(bench.pbf), "folder": str(work), "algorithm": algorithm,
        "points": str(work / "points.npy"), "sizes": bench.sizes, "repeats": min(bench.repeats, 5),
        "answer": str(work / "answer.npz"),
    }  # fmt: skip
    found = measure(OUT / "peers", "osrm", job, timeout_s=3600)
    print("  ours again, for a busy machine may have been quieter for OSRM:")
    time_tables(bench, roads, places, 1)
    for step, seconds in found["prepared_s"].items():
        bench.note(f"OSRM {algorithm} {step}", seconds)
    for size in bench.sizes:
        bench.ratio(f"OSRM {algorithm} {size}²", f"table {size}², 1 thread(s)", found["tables_s"][str(size)])
    _compare(bench, algorithm, np.load(job["answer"]), roads, places[: bench.sizes[-1]])


def _compare(bench: Bench, algorithm: str, theirs: Any, roads: PreparedRoads, places: list[LonLat]) -> None:
    """How far our durations and distances lie from another engine's, pair by pair."""
    engine = prepare_engine(roads.graph, roads.turns, roads.duration_ms, OUT / "engines" / bench.name)
    matrix = whole_table(roads, engine, places)
    for name, unit_s in (("distance_m", 500.0), ("duration_s", 60.0)):
        mine, other = getattr(matrix, name).astype(float), theirs[name]
        pairs = (mine > unit_s) & np.isfinite(other) & (other > unit_s)
        share = mine[pairs] / other[pairs] - 1
        spread = {
            "median": float(np.median(share)),
            "median_off": float(np.median(np.abs(share))),
            "nine_in_ten_off": float(np.quantile(np.abs(share), 0.9)),
        }
        bench.figures[f"{name} against OSRM {algorithm}"] = spread
        print(
            f"  {name:<12} against OSRM: {spread['median']:+.1%} in the median; off by"
            f" {spread['median_off']:.1%} in the median, {spread['nine_in_ten_off']:.1%} for nine in ten"
        )


def against_pandana(bench: Bench, roads: PreparedRoads) -> None:
    """pandana on the same durations, junctions to junctions, without turns."""
    graph, path = roads.graph, OUT / f"{bench.name}-pandana.npz"
    usable = np.isfinite(roads.duration_ms)
    random = np.random.default_rng(1)
    np.savez(
        path, x=graph.node_lon, y=graph.node_lat, tail=graph.tail[usable], head=graph.head[usable],
        duration_s=roads.duration_ms[usable] / 1000, places=random.integers(graph.nodes, size=PLAIN_LIMIT),
    )  # fmt: skip
    job = {"graph": str(path), "sizes": [PLAIN_LIMIT], "repeats": 2}
    found = measure(OUT / "peers", "pandana", job, timeout_s=1800)
    bench.note("pandana contract", found["prepared_s"]["contract"])
    seconds = found["tables_s"][str(PLAIN_LIMIT)]
    bench.ratio(f"pandana {PLAIN_LIMIT}², time only", f"table {PLAIN_LIMIT}², 1 thread(s)", seconds)


def run(bench: Bench, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure one extract."""
    print(f"{bench.name} ({bench.pbf.stat().st_size / 1e6:.1f} MB)")
    roads, engine, places = ours(bench)
    exact(bench, "open roads", roads, engine)
    bench.figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  files {bench.figures['file_mb']} MB, peak memory so far {bench.figures['peak_mb']} MB")
    peers: list[tuple[str, Callable[[], None]]] = [
        (f"OSRM {algorithm}", lambda algorithm=algorithm: against_osrm(bench, places, roads, algorithm))
        for algorithm in ("CH", *(["MLD"] if arguments.mld else []))
    ]
    peers.append(("pandana", lambda: against_pandana(bench, roads)))
    for name, peer in peers if arguments.peers else []:
        try:
            peer()
        except AbsentPeerError as error:
            bench.figures[name] = {"absent": str(error)}
            print(f"  {name}: absent, {error}", flush=True)
    return bench.figures


def main() -> None:
    """Measure all extracts asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--extracts", nargs="+", default=EXTRACTS[:3], metavar="NAME", help=", ".join(EXTRACTS)
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 300, 1000])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--mld", action="store_true", help="OSRM's other algorithm as well")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    started = time.perf_counter()
    compiled.warm()
    print(f"kernels ready in {time.perf_counter() - started:.1f} s; {usable_processors()} processors")
    results = {}
    for name in arguments.extracts:
        pbf = ROOT.parent / "shared" / "osm" / f"{name}.osm.pbf"
        if not pbf.exists():
            print(f"{name}: absent, there is no {pbf}")
            continue
        results[name] = run(Bench(name, pbf, sorted(arguments.sizes), arguments.repeats), arguments)
        (OUT / "roads.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

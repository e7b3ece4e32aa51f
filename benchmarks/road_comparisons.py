"""OSRM, scipy and pandana on the points that we were measured on, and how far our figures are from OSRM's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peer_python import PEERS, AbsentPeerError, measure
from benchmarks.road_bench import OUT, Bench
from data.domain.matrix import TravelMatrix
from data.domain.places import LonLat
from network.engine.cch import CchEngine
from network.engine.protocol import Engine
from network.engine.reference import ReferenceEngine
from network.metric.road_metric import RoadMetric
from network.travel.matrices import decode_weights, weight_table
from network.travel.snapping import snap

LEAST_M, LEAST_S = 500.0, 60.0
"""Pairs closer than this are left out of comparisons: their figures hang on where a place was snapped."""


def ours(size: int, threads: int = 1) -> str:
    """What our table of a size is called among the figures."""
    return f"table {size}², {threads} thread(s)"


def whole_table(roads: RoadMetric, engine: Engine, places: list[LonLat]) -> TravelMatrix:
    """From coordinates to seconds and metres."""
    snapped = snap(roads.graph, places, roads.profile)
    return decode_weights(weight_table(roads, snapped, snapped, engine=engine))


def scipy(bench: Bench, roads: RoadMetric, places: list[LonLat]) -> None:
    """Dijkstra by scipy on the same turn graph, snapping included."""
    engine = ReferenceEngine.of(roads)
    for size in bench.extract.sizes:
        if size <= bench.extract.plain_most:
            bench.timed(
                f"scipy {size}²",
                lambda size=size: whole_table(roads, engine, places[:size]),
                ours=ours(size),
            )


def pandana(bench: Bench, roads: RoadMetric) -> None:
    """pandana on the same durations, junction to junction: no distances, no turns, no snapping."""
    sizes = [size for size in bench.extract.sizes if size <= bench.extract.pandana_most]
    if not sizes:
        return
    graph, path = roads.graph, OUT / f"{bench.name}-pandana.npz"
    usable = np.isfinite(roads.duration_ms)
    random = np.random.default_rng(1)
    np.savez(
        path, x=graph.node_lon, y=graph.node_lat, tail=graph.tail[usable], head=graph.head[usable],
        duration_s=roads.duration_ms[usable] / 1000, places=random.integers(graph.nodes, size=max(sizes)),
    )  # fmt: skip
    job = {"graph": str(path), "sizes": sizes, "repeats": 2}
    found = measure(PEERS, "pandana", job, timeout_s=1800)
    bench.note("pandana: contract", found["prepared_s"]["contract"])
    for size in sizes:
        bench.note(f"pandana {size}², durations only", found["tables_s"][str(size)], ours(size))


def osrm(bench: Bench, roads: RoadMetric, places: list[LonLat], engine: CchEngine) -> None:
    """OSRM's own car profile on the same extract and places."""
    np.save(OUT / f"{bench.name}-points.npy", np.array(places))
    for algorithm in bench.extract.algorithms:
        job = {
            "pbf": str(bench.pbf), "folder": str(OUT / "osrm" / bench.name), "algorithm": algorithm,
            "points": str(OUT / f"{bench.name}-points.npy"), "sizes": list(bench.extract.sizes),
            # Its largest tables take half a minute each.
            "repeats": 1 if bench.name == "porto3x3" else min(bench.repeats, 3),
            "answer": str(OUT / f"{bench.name}-{algorithm}.npz"),
        }  # fmt: skip
        try:
            found = measure(PEERS, "osrm", job, timeout_s=3600)
        except AbsentPeerError as error:
            print(f"  OSRM {algorithm}: absent, {error}", flush=True)
            continue
        for size in bench.extract.sizes:
            # Once more, for the machine may have been busier before.
            bench.timed(ours(size), lambda size=size: whole_table(roads, engine, places[:size]), repeats=3)
            bench.note(f"OSRM {algorithm} {size}²", found["tables_s"][str(size)], ours(size))
        for step, seconds in found["prepared_s"].items():
            bench.note(f"OSRM {algorithm}: {step}", seconds)
        total_s = sum(found["prepared_s"].values())
        bench.note(f"OSRM {algorithm}: file to ready", total_s, "prepare: file to ready")
        bench.state(f"OSRM {algorithm}: files", found["file_mb"], "MB")
        bench.state(f"OSRM {algorithm}: peak memory", found["peak_mb"], "MB")
        size = bench.extract.sizes[-1]
        _compare(bench, whole_table(roads, engine, places[:size]), np.load(job["answer"]), algorithm)


def _compare(bench: Bench, mine: TravelMatrix, theirs: Any, algorithm: str) -> None:
    """How far our durations and distances lie from OSRM's, pair by pair."""
    for words, own, other, least in (
        ("distance", mine.distance_m, theirs["distance_m"], LEAST_M),
        ("duration", mine.duration_s, theirs["duration_s"], LEAST_S),
    ):
        pairs = (own > least) & np.isfinite(other) & (other > least)
        for name, value in spread(own[pairs] / other[pairs] - 1).items():
            bench.state(f"{words} against OSRM {algorithm}, {name}", round(100 * value, 2), "%")


def spread(share: NDArray[np.float64]) -> dict[str, float]:
    """The distribution of relative differences."""
    off = np.abs(share)
    return {
        "median": float(np.median(share)),
        "median off": float(np.median(off)),
        "nine in ten off": float(np.quantile(off, 0.9)),
        "5th percentile": float(np.quantile(share, 0.05)),
        "95th percentile": float(np.quantile(share, 0.95)),
    }

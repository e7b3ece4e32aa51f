"""Work on roads in a process of its own, so that its start and its memory are its own.

``python -m benchmarks.road_process import PBF NAME`` imports and prepares a network in the benchmark's home;
``… tables NAME POINTS.npy`` opens it and asks twice for a table; ``… worker URL`` runs a queue worker. What
was measured is printed as one JSON line.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.road_bench import HOME
from data.domain.places import LonLat
from network.engine import kernels

kernels.configure(HOME / "compiled")


def import_network(pbf: str, name: str) -> dict[str, Any]:
    """Import and prepare; seconds by step, peak memory, size of the files."""
    from network.engine.build import build_engine as prepare_engine
    from network.engine.warm_up import warm_up
    from network.graph.road_graph import RoadGraph
    from network.library import NetworkLibrary
    from network.metric.road_metric import engine_folder, road_metric
    from network.osm.load import import_source

    warm_up()
    steps = [("import", time.perf_counter())]
    graph = import_source(Path(pbf))

    def ready(stored: RoadGraph) -> str:
        folder = engine_folder(stored)
        assert folder is not None
        steps.append(("durations and turns", time.perf_counter()))
        roads = road_metric(stored, "car")
        prepare_engine(
            stored, roads.turns, roads.duration_ms, folder,
            progress=lambda step: steps.append((step, time.perf_counter())),
        )  # fmt: skip
        steps.append(("end", time.perf_counter()))
        return "cch"

    steps.append(("store", time.perf_counter()))
    info = NetworkLibrary(HOME).add(graph, name, prepare=ready)
    seconds = {step: later - start for (step, start), (_, later) in pairwise(steps)}
    engines, graphs = (HOME / kind / info.graph for kind in ("engines", "graphs"))
    return {
        "seconds": seconds,
        "total_s": steps[-1][1] - steps[0][1],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "engine_mb": round(sum(path.stat().st_size for path in engines.iterdir()) / 1e6, 1),
        "graph_mb": round(sum(path.stat().st_size for path in graphs.iterdir()) / 1e6, 1),
    }


def tables(name: str, points: str) -> dict[str, float]:
    """Open a network and ask for the same table twice: cold and warm."""
    from network.library import NetworkLibrary
    from network.travel.matrices import travel_matrix

    places = [LonLat(*place) for place in np.load(points).tolist()]
    marks = [time.perf_counter()]
    graph = NetworkLibrary(HOME).open(name)
    for _ in range(3):
        marks.append(time.perf_counter())
        travel_matrix(graph, places, profile="car")
    marks.append(time.perf_counter())
    opened, first, second, third = np.diff(marks).tolist()
    return {"open_s": opened, "first_s": first, "warm_s": min(second, third)}


def work(url: str) -> None:
    """Take jobs from the benchmark's queue until it is empty, each in a forked child."""
    from rq import Queue, Worker
    from rq.serializers import JSONSerializer

    from workers.queue.server import client
    from workers.worker import preload

    preload()

    connection = client(url)
    queue = Queue("bench", connection=connection, serializer=JSONSerializer)
    Worker([queue], connection=connection, serializer=JSONSerializer).work(burst=True, logging_level="ERROR")


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    answer = {"import": import_network, "tables": tables, "worker": work}[what](*arguments)
    print(json.dumps(answer))

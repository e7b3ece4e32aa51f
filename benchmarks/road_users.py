"""Tables as people and programs get them: through the command line and through a queue worker."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from rq import Queue
from rq.serializers import JSONSerializer

from benchmarks.road_bench import HOME, OUT, Bench
from data.domain.places import LonLat
from data.settings import Settings
from workers.queue.server import client, ensure_redis

_COMPUTED = {"HUILIU_HOME": str(HOME), "HUILIU_MATRIX_CACHE_MB": "0"}
"""Of commands: a table that an earlier one left is not what is measured."""


def in_a_process(*arguments: str) -> Any:
    """What `benchmarks.road_process` printed."""
    command = [sys.executable, "-m", "benchmarks.road_process", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def prepared(bench: Bench) -> None:
    """From the file to ready for tables, in a process of its own."""
    found = in_a_process("import", str(bench.pbf), bench.name)
    for step, seconds in found["seconds"].items():
        bench.note(f"prepare: {step}", seconds)
    bench.note("prepare: file to ready", found["total_s"])
    bench.state("prepare: peak memory", found["peak_mb"], "MB")
    bench.state("files: engine", found["engine_mb"], "MB")
    bench.state("files: graph", found["graph_mb"], "MB")


def by_command(bench: Bench, places: list[LonLat]) -> None:
    """``huiliu network matrix``: the whole command, and what is left without its start."""
    size = bench.extract.sizes[-1]
    seconds: dict[int, list[float]] = {}
    for count in (2, size) * 2:
        path = OUT / f"{bench.name}-{count}.csv"
        with path.open("w", newline="") as out:
            csv.writer(out).writerows([("lon", "lat"), *places[:count]])
        command = [
            str(Path(sys.executable).with_name("huiliu")), "network", "matrix", bench.name, str(path),
            "--out", str(path.with_suffix(".npz")),
        ]  # fmt: skip
        started = time.perf_counter()
        subprocess.run(command, check=True, env=os.environ | _COMPUTED)
        seconds.setdefault(count, []).append(time.perf_counter() - started)
    bench.note("command line: start, a table of two", seconds[2])
    bench.note(f"command line: table {size}², file written", seconds[size])
    rest = max(min(seconds[size]) - min(seconds[2]), 0.0)
    bench.note(f"command line: table {size}² without the start", rest)


def by_worker(bench: Bench, places: list[LonLat]) -> None:
    """A queue worker's forked child opens the network and answers: cold at first, then warm."""
    size = bench.extract.sizes[-1]
    points = OUT / f"{bench.name}-points.npy"
    np.save(points, np.array(places[:size]))
    server = ensure_redis(Settings(home=HOME), end_with_me=True)
    try:
        connection = client(server.url)
        queue = Queue("bench", connection=connection, serializer=JSONSerializer)
        jobs = [
            queue.enqueue("benchmarks.road_process.tables", bench.name, str(points), result_ttl=600)
            for _ in range(3)
        ]
        subprocess.run(
            [sys.executable, "-m", "benchmarks.road_process", "worker", server.url],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        answers = [job.return_value(refresh=True) for job in jobs]
    finally:
        server.stop()
    if None in answers:
        raise RuntimeError("a worker's job failed; see its message above")
    for key, words in (
        ("open_s", "open the network"),
        ("first_s", f"first table {size}², engine opened"),
        ("warm_s", f"table {size}²"),
    ):
        bench.note(f"worker: {words}", [answer[key] for answer in answers])

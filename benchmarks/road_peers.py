"""Other road engines on the same points. Runs in a Python of its own: it imports nothing of ours.

``python road_peers.py osrm JOB.json`` or ``… pandana JOB.json``; the answer is written to the file that
the job names as ``report``. `benchmarks.peer_python` makes the environment and calls this.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


def main(peer: str, job_path: str) -> None:
    """Do one job and write down what it measured."""
    job = json.loads(Path(job_path).read_text(encoding="utf-8"))
    report = {"osrm": osrm, "pandana": pandana}[peer](job)
    Path(job["report"]).write_text(json.dumps(report), encoding="utf-8")


def osrm(job: dict[str, Any]) -> dict[str, Any]:
    """OSRM's own car profile: extract and prepare if need be, then square tables.

    ``job``: ``pbf``, ``folder``, ``algorithm`` (CH or MLD), ``points`` (an ``.npy``), ``sizes``,
    ``repeats``, ``answer`` (an ``.npz`` for the largest table).
    """
    import osrm as engine

    folder = Path(job["folder"])
    extracted, folder = folder / "extracted", folder / job["algorithm"]
    steps = _prepare_osrm(Path(engine.__file__).parent, Path(job["pbf"]), extracted, folder)
    started = time.perf_counter()
    router = engine.OSRM(
        storage_config=str(folder / "roads.osrm"),
        algorithm=job["algorithm"],
        use_shared_memory=False,
        max_locations_distance_table=100_000,
    )
    opened = time.perf_counter() - started
    points = [tuple(point) for point in np.load(job["points"]).tolist()]
    tables = {}
    for size in job["sizes"]:
        seconds = []
        question = engine.TableParameters(
            coordinates=points[:size], annotations=["duration", "distance"], generate_hints=False
        )
        for _ in range(job["repeats"]):
            started = time.perf_counter()
            answer = router.Table(question)
            seconds.append(time.perf_counter() - started)
        tables[str(size)] = seconds
    duration, distance = (
        np.array([[np.nan if value is None else value for value in row] for row in answer[name]], float)
        for name in ("durations", "distances")
    )
    np.savez_compressed(job["answer"], duration_s=duration, distance_m=distance)
    size = sum(path.stat().st_size for path in folder.iterdir() if not path.is_symlink())
    return {
        "prepared_s": {step: taken["seconds"] for step, taken in steps.items()},
        "opened_s": opened, "tables_s": tables,
        "peak_mb": max(taken["peak_mb"] for taken in steps.values()), "file_mb": round(size / 1e6, 1),
    }  # fmt: skip


def _prepare_osrm(package: Path, pbf: Path, extracted: Path, folder: Path) -> dict[str, dict[str, float]]:
    """Run OSRM's tools, or recall what they took; both algorithms begin with one extraction."""
    profile = str(package / "share" / "profiles" / "car.lua")
    extracted.mkdir(parents=True, exist_ok=True)
    source = extracted / "roads.osm.pbf"
    if not source.is_symlink():
        source.symlink_to(pbf)
    taken = {"extract": _step(package, extracted, "extract", "-p", profile, str(source))}
    if not folder.exists():
        # Partitioning renumbers the files that it finds.
        shutil.copytree(extracted, folder, symlinks=True)
    for step in ("contract",) if folder.name == "CH" else ("partition", "customize"):
        taken[step] = _step(package, folder, step, str(folder / "roads.osrm"))
    return taken


def _step(package: Path, folder: Path, step: str, *arguments: str) -> dict[str, float]:
    """Seconds and peak memory of a tool, kept beside what it made, so that a later run can tell them too."""
    record = folder / f"{step}.json"
    if not record.exists():
        started = time.perf_counter()
        command = [str(package / "bin" / f"osrm-{step}"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        # Of all children so far the largest: what an algorithm's tools together need.
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        record.write_text(json.dumps({"seconds": time.perf_counter() - started, "peak_mb": peak_mb}))
    return dict(json.loads(record.read_text()))


def pandana(job: dict[str, Any]) -> dict[str, Any]:
    """pandana's contraction hierarchy on the junctions: durations only, no turns.

    ``job``: ``graph`` (an ``.npz``: x, y, tail, head, duration_s, places), ``sizes``, ``repeats``.
    """
    import pandana as engine
    import pandas as pd

    graph = np.load(job["graph"])
    started = time.perf_counter()
    network = engine.Network(
        pd.Series(graph["x"]),
        pd.Series(graph["y"]),
        pd.Series(graph["tail"]),
        pd.Series(graph["head"]),
        pd.DataFrame({"duration_s": graph["duration_s"]}),
        twoway=False,
    )
    prepared = time.perf_counter() - started
    tables = {}
    for size in job["sizes"]:
        places = graph["places"][:size]
        seconds = []
        for _ in range(job["repeats"]):
            started = time.perf_counter()
            network.shortest_path_lengths(np.repeat(places, size), np.tile(places, size))
            seconds.append(time.perf_counter() - started)
        tables[str(size)] = seconds
    return {"prepared_s": {"contract": prepared}, "opened_s": 0.0, "tables_s": tables}


if __name__ == "__main__":
    main(*sys.argv[1:])

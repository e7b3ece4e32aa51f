"""What the parts of the road benchmark share: one extract, its figures, the file that they go to."""

from __future__ import annotations

import csv
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from data.domain.places import LonLat
from network.metric.road_metric import RoadMetric

ROOT = Path(__file__).parents[1]
OUT = ROOT / "bench-out"
HOME = OUT / "home"
SHARED = ROOT.parent / "shared" / "osm"
RESULTS = ROOT / "benchmarks" / "results" / "roads.csv"
COLUMNS = ("date", "machine", "extract", "what", "value", "unit", "median", "times_ours")


@dataclass(frozen=True)
class Extract:
    """What is measured of an extract.

    Attributes
    ----------
    sizes
        Sides of the square tables.
    algorithms
        Of OSRM; its contraction takes hours on the largest.
    plain_most, pandana_most
        Largest table asked of scipy and of pandana; 0 for none.
    """

    name: str
    file: str
    sizes: tuple[int, ...] = (100, 300, 1000)
    algorithms: tuple[str, ...] = ("CH", "MLD")
    plain_most: int = 300
    pandana_most: int = 300


EXTRACTS = {
    extract.name: extract
    for extract in (
        Extract("cathedral", "cathedral-no-left.osm.pbf"),
        Extract("andorra", "andorra-2024.osm.pbf", plain_most=1000),
        Extract("porto", "porto_portugal.osm.pbf"),
        Extract("andorra4x4", "synthetic_andorra4x4.osm.pbf"),
        Extract("porto3x3", "synthetic_porto3x3.osm.pbf", (1000,), ("MLD",), plain_most=0, pandana_most=0),
    )
}


@dataclass
class Bench:
    """One extract being measured."""

    extract: Extract
    pbf: Path
    repeats: int
    begun: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"))
    seconds: dict[str, list[float]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Of the extract, and of its network in the benchmark's home."""
        return self.extract.name

    def note(self, what: str, seconds: list[float] | float, ours: str = "") -> None:
        """Record and print a time, of several the least and the median, and its ratio to `ours`."""
        several = self.seconds.setdefault(what, [])
        several += seconds if isinstance(seconds, list) else [seconds]
        least, middle = min(several), statistics.median(several)
        ratio = least / min(self.seconds[ours]) if ours in self.seconds else None
        self._put(what, round(least, 5), "s", median=round(middle, 5), ratio=ratio)
        text = f"{1000 * least:10.1f} ms   median {1000 * middle:10.1f} ms"
        print(f"  {what:<46}{text}" + (f"   = {ratio:.1f} x ours" if ratio else ""), flush=True)

    def state(self, what: str, value: float, unit: str) -> None:
        """Record and print a figure that is no time."""
        self._put(what, value, unit)
        print(f"  {what:<46}{value:10.4g} {unit}", flush=True)

    def timed(self, what: str, work: Callable[[], Any], *, repeats: int = 1, ours: str = "") -> Any:
        """Do something, note how long it took, and return what came of it."""
        seconds = []
        for _ in range(repeats):
            started = time.perf_counter()
            result = work()
            seconds.append(time.perf_counter() - started)
        self.note(what, seconds, ours)
        return result

    def _put(
        self, what: str, value: float, unit: str, *, median: float | None = None, ratio: float | None = None
    ) -> None:
        self.rows[what] = {
            "date": self.begun, "extract": self.name, "what": what, "value": value, "unit": unit,
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
            "median": median, "times_ours": None if ratio is None else round(ratio, 2),
        }  # fmt: skip

    def write(self) -> None:
        """Add what was recorded to the results, and forget it."""
        new = not RESULTS.exists()
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        with RESULTS.open("a", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, COLUMNS)
            if new:
                writer.writeheader()
            writer.writerows(self.rows.values())
        self.rows.clear()


def places_beside(roads: RoadMetric, count: int, *, seed: int = 20260301) -> list[LonLat]:
    """Places up to some 20 m beside roads that the profile can use, the same ones every time."""
    graph, random = roads.graph, np.random.default_rng(seed)
    piece = graph.edge_piece[random.choice(np.flatnonzero(roads.connected), count)]
    at = graph.first_shape[piece]
    along = random.random(count)
    lon = graph.shape_lon[at] * (1 - along) + graph.shape_lon[at + 1] * along
    lat = graph.shape_lat[at] * (1 - along) + graph.shape_lat[at + 1] * along
    lon, lat = lon + random.uniform(-2e-4, 2e-4, count), lat + random.uniform(-2e-4, 2e-4, count)
    return [LonLat(*place) for place in zip(lon.tolist(), lat.tolist(), strict=True)]

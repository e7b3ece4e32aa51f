"""Read an OSM file in one pass: drivable ways with node positions, signals, barriers, restrictions."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import osmium
import osmium.filter
import osmium.geom
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from network.graph.road_graph import ExceptFlag
from network.osm.tags import WayAttributes, parse_way

Progress = Callable[[str, int], None]
"""Called with the phase ("reading", "building", …) and the number of objects handled."""

OSM_ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
_REPORT_EVERY = 20_000
_WKB_HEADER = 9
_PASSABLE_BARRIERS = frozenset(
    {"gate", "lift_gate", "swing_gate", "toll_booth", "border_control", "checkpoint"}
)
_CLOSED_BARRIERS = frozenset(
    {"bollard", "block", "chain", "cycle_barrier", "motorcycle_barrier", "jersey_barrier", "log", "debris",
     "planter", "turnstile", "kissing_gate", "stile", "full-height_turnstile", "bus_trap", "sump_buster",
     "hampshire_gate", "rope", "wedge", "barrier_board"}
)  # fmt: skip
_SHUT = frozenset({"no", "agricultural", "forestry", "emergency", "military"})
_EXCEPT = {
    "bus": ExceptFlag.BUS,
    "psv": ExceptFlag.BUS,
    "hgv": ExceptFlag.HGV,
    "motorcar": ExceptFlag.MOTORCAR,
}
_ONLY_FOR = {
    "restriction": ExceptFlag(0),
    "restriction:hgv": ExceptFlag.BUS | ExceptFlag.MOTORCAR | ExceptFlag.OTHER,
    "restriction:motorcar": ExceptFlag.BUS | ExceptFlag.HGV | ExceptFlag.OTHER,
}


class RestrictionRelation(NamedTuple):
    """A turn restriction relation: its value and the OSM ids of its members."""

    value: str
    excepted: int
    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]


@dataclass(slots=True)
class OsmRoads:
    """Result of a pass: way w has the refs ``first_ref[w]:first_ref[w + 1]``; NaN where clipped."""

    way_id: NDArray[np.int64]
    facts: list[WayAttributes]
    first_ref: NDArray[np.int64]
    refs: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    signals: NDArray[np.int64]
    passable_barriers: NDArray[np.int64]
    closed_barriers: NDArray[np.int64]
    restrictions: list[RestrictionRelation]
    unread: Counter[str]
    skipped: Counter[str]


@dataclass(slots=True)
class _Pass:
    way_ids: array[int] = field(default_factory=lambda: array("q"))
    facts: list[WayAttributes] = field(default_factory=list)
    lengths: array[int] = field(default_factory=lambda: array("q"))
    refs: array[int] = field(default_factory=lambda: array("q"))
    positions: bytearray = field(default_factory=bytearray)
    signals: array[int] = field(default_factory=lambda: array("q"))
    passable: array[int] = field(default_factory=lambda: array("q"))
    closed: array[int] = field(default_factory=lambda: array("q"))
    restrictions: list[RestrictionRelation] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    wkb: Any = field(default_factory=osmium.geom.WKBFactory)

    def add_node(self, node: Any) -> None:
        tags = node.tags
        if tags.get("highway") == "traffic_signals":
            self.signals.append(node.id)
        barrier = tags.get("barrier")
        if barrier is None:
            return
        access = tags.get("motor_vehicle") or tags.get("vehicle") or tags.get("access")
        if access in _SHUT or (access is None and barrier in _CLOSED_BARRIERS):
            self.closed.append(node.id)
        elif barrier in _PASSABLE_BARRIERS:
            self.passable.append(node.id)

    def add_way(self, way: Any) -> None:
        facts = parse_way(dict(way.tags), self.unread)
        if facts is None:
            return
        refs = [node.ref for node in way.nodes]
        if len(refs) < 2:
            self.skipped["ways of one node"] += 1
            return
        self.way_ids.append(way.id)
        self.facts.append(facts)
        self.lengths.append(len(refs))
        self.refs.extend(refs)
        self.positions += self._way_positions(way)

    def _way_positions(self, way: Any) -> bytes:
        try:
            # The whole line in one call into C++ is ten times faster than node by node.
            text = self.wkb.create_linestring(way, osmium.geom.use_nodes.ALL)
            return bytes.fromhex(text)[_WKB_HEADER:]
        except (osmium.InvalidLocationError, RuntimeError):
            self.skipped["clipped ways"] += 1
            places = [n.location for n in way.nodes]
            pairs = [(p.lon, p.lat) if p.valid() else (np.nan, np.nan) for p in places]
            return np.array(pairs, dtype="<f8").tobytes()

    def add_relation(self, relation: Any) -> None:
        tags = dict(relation.tags)
        if tags.get("type", "").partition(":")[0] != "restriction":
            return
        if any(key.startswith("restriction") and key.endswith(":conditional") for key in tags):
            self.skipped["conditional restrictions"] += 1
        members: dict[tuple[str, str], list[int]] = {}
        for member in relation.members:
            members.setdefault((member.role, member.type), []).append(member.ref)
        excepted = _excepted(tags.get("except", ""))
        for key, not_for in _ONLY_FOR.items():
            if key in tags:
                self.restrictions.append(
                    RestrictionRelation(
                        tags[key],
                        int(excepted | not_for),
                        tuple(members.get(("from", "w"), ())),
                        tuple(members.get(("via", "n"), ())),
                        tuple(members.get(("via", "w"), ())),
                        tuple(members.get(("to", "w"), ())),
                    )
                )

    def finish(self) -> OsmRoads:
        lonlat = np.frombuffer(bytes(self.positions), dtype="<f8").reshape(-1, 2)
        first = np.zeros(len(self.lengths) + 1, dtype=np.int64)
        np.cumsum(_ids(self.lengths), out=first[1:])
        return OsmRoads(
            _ids(self.way_ids),
            self.facts,
            first,
            _ids(self.refs),
            np.ascontiguousarray(lonlat[:, 0]),
            np.ascontiguousarray(lonlat[:, 1]),
            _ids(self.signals),
            _ids(self.passable),
            _ids(self.closed),
            self.restrictions,
            self.unread,
            self.skipped,
        )


def _ids(values: array[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _excepted(text: str) -> ExceptFlag:
    flags = ExceptFlag(0)
    for name in filter(None, (part.strip() for part in text.split(";"))):
        flags |= _EXCEPT.get(name, ExceptFlag.OTHER)
    return flags


def read_osm(path: Path, *, progress: Progress | None = None) -> OsmRoads:
    """Read the drivable roads of an OSM file.

    Python sees only objects with a key that matters; node positions stay in a sparse index in C++,
    16 bytes a node whatever the ids.

    Raises
    ------
    InputError
        N102: the file is cut off, corrupt, empty or in another format than its suffix says.
    """
    found = _Pass()
    try:
        for count, entity in enumerate(_entities(path)):
            if entity.is_way():
                found.add_way(entity)
            elif entity.is_node():
                found.add_node(entity)
            else:
                found.add_relation(entity)
            if progress is not None and count % _REPORT_EVERY == 0:
                progress("reading", count)
    except (osmium.InvalidLocationError, RuntimeError, ValueError, OSError) as error:
        raise InputError(unreadable_fault(path, str(error))) from error
    return found.finish()


def _entities(path: Path) -> Iterator[Any]:
    keys = osmium.filter.KeyFilter("highway", "barrier", "route", "type")
    return iter(osmium.FileProcessor(str(path)).with_locations("sparse_mem_array").with_filter(keys))


def unreadable_fault(path: Path, reason: str) -> Fault:
    """Fault N102 of a file that cannot be read as OSM data."""
    return Fault(
        "N102",
        f"{path.name} cannot be read as OpenStreetMap data: {reason.strip().rstrip('.')}.",
        "The file is truncated, empty or of another format than its suffix says; download it again.",
        path.name,
    )


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

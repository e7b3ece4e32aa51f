"""A synthetic district shaped like Huaihua, as an OSM file that needs no download.

County seats have their real positions, to about a kilometre; every road, street, township and village is
generated from the seed and marked ``source=synthetic``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
import osmium.io
import osmium.osm.mutable as osm

from data.domain.places import LonLat
from data.samples.countryside import SPACING_M, NameGiver, draw_highway, draw_townships
from data.samples.crossings import join_crossings
from data.samples.map_builder import SYNTHETIC, Drawing, Frame
from data.samples.motorways import draw_motorway
from data.samples.streets import Town, TownPlan, draw_town
from data.samples.turn_restrictions import ban_turns

CAPITAL = "hecheng"
GENERATOR = "huiliu synthetic district"
DEFAULT_SEED = 20260302

_HIGHWAYS = (
    ("trunk", "鹤芷公路", "hecheng", "zhijiang"),
    ("trunk", "鹤中公路", "hecheng", "zhongfang"),
    ("primary", "鹤麻公路", "hecheng", "mayang"),
    ("primary", "鹤辰公路", "hecheng", "chenxi"),
    ("primary", "鹤溆公路", "hecheng", "xupu"),
    ("primary", "中洪公路", "zhongfang", "hongjiang"),
    ("primary", "洪会公路", "hongjiang", "huitong"),
    ("primary", "会靖公路", "huitong", "jingzhou"),
    ("primary", "靖通公路", "jingzhou", "tongdao"),
    ("primary", "芷晃公路", "zhijiang", "xinhuang"),
    ("primary", "辰沅公路", "chenxi", "yuanling"),
    ("primary", "辰溆公路", "chenxi", "xupu"),
    ("secondary", "麻辰公路", "mayang", "chenxi"),
    ("secondary", "溆沅公路", "xupu", "yuanling"),
    ("secondary", "芷洪公路", "zhijiang", "hongjiang"),
    ("secondary", "芷麻公路", "zhijiang", "mayang"),
    ("secondary", "黔洪公路", "hongjiang", "hongjiang_district"),
    ("secondary", "洪溆公路", "hongjiang_district", "xupu"),
    ("secondary", "洪会东线", "hongjiang_district", "huitong"),
)
_MOTORWAYS = (
    ("南北高速", "S1", ("mayang", "hecheng", "zhongfang", "hongjiang", "huitong", "jingzhou", "tongdao")),
    ("东西高速", "S2", ("xinhuang", "zhijiang", "hecheng", "chenxi", "yuanling")),
)
_CAPITAL_PLAN = TownPlan(
    columns=29, rows=25, spacing_m=190.0, turn_rad=0.35, arterial_every=4,
    gap_share=0.14, oneway_share=0.35, bridges=4,
)  # fmt: skip
_COUNTY_PLAN = TownPlan(
    columns=8, rows=7, spacing_m=170.0, turn_rad=0.0, arterial_every=4, gap_share=0.12, oneway_share=0.1
)
_CAPITAL_TOWNSHIPS, _COUNTY_TOWNSHIPS = 14, 5
_BANNED_TURNS = 14
_JUNCTION_M = 1_500.0
"""About how far apart on a highway township roads may branch off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySeat:
    """A county's seat: its real name, and its position to about a kilometre."""

    ref: str
    name_zh: str
    name_en: str
    position: LonLat
    source: str
    status: str


def county_seats() -> Mapping[str, CountySeat]:
    """Return the thirteen county-level seats of Huaihua by ref."""
    path = Path(__file__).with_name("county_seats.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["ref"]: CountySeat(
                ref=row["ref"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                position=LonLat(float(row["lon"]), float(row["lat"])),
                source=row["source"],
                status=row["status"],
            )
            for row in csv.DictReader(file)
        }


def write_district(path: Path, seed: int = DEFAULT_SEED) -> tuple[tuple[LonLat, str], ...]:
    """Write the synthetic district as an OSM file; the same seed gives the same bytes.

    Parameters
    ----------
    path
        The suffix selects the format: ``.osm.pbf``, ``.osm``, ``.osm.bz2`` or ``.osm.gz``. An existing file
        is replaced.

    Returns
    -------
    tuple
        Positions and names of its towns and villages.
    """
    drawing, frame = draw_district(seed)
    header = osmium.io.Header()
    header.set("generator", GENERATOR)
    path.parent.mkdir(parents=True, exist_ok=True)
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        used = {node for way in drawing.ways for node in way.nodes} | set(drawing.node_tags)
        for number in sorted(used):
            point = drawing.points[number]
            tags = drawing.node_tags.get(number, {})
            writer.add_node(osm.Node(id=number + 1, location=frame.lonlat(*point), tags=tags))
        for number, way in enumerate(drawing.ways):
            nodes = [node + 1 for k, node in enumerate(way.nodes) if k == 0 or node != way.nodes[k - 1]]
            writer.add_way(osm.Way(id=number + 1, nodes=nodes, tags=way.tags))
        for number, turn in enumerate(drawing.turns):
            members = [
                ("w", turn.from_way + 1, "from"),
                ("n", turn.via + 1, "via"),
                ("w", turn.to_way + 1, "to"),
            ]
            tags = {"type": "restriction", "restriction": turn.restriction, **SYNTHETIC}
            writer.add_relation(osm.Relation(id=number + 1, members=members, tags=tags))
    return tuple(
        (frame.lonlat(*drawing.points[number]), tags["name"])
        for number, tags in sorted(drawing.node_tags.items())
        if "place" in tags
    )


def draw_district(seed: int = DEFAULT_SEED) -> tuple[Drawing, Frame]:
    """Draw the district; every random choice comes from the seed."""
    rng = np.random.default_rng(seed)
    seats = county_seats()
    frame = Frame(seats[CAPITAL].position)
    drawing = Drawing()
    towns = {seat.ref: _draw_seat(drawing, frame, seat, rng) for seat in seats.values()}
    roads = [gate for town in towns.values() for gate in town.gates]
    for kind, name, first, second in _HIGHWAYS:
        nodes = draw_highway(drawing, kind, name, (towns[first], towns[second]), rng)
        roads.extend(nodes[:: max(1, round(_JUNCTION_M / SPACING_M[kind]))])
    for name, ref, stops in _MOTORWAYS:
        draw_motorway(drawing, name, ref, [towns[stop] for stop in stops], rng)
    names = NameGiver(rng)
    for ref, town in towns.items():
        capital = ref == CAPITAL
        count = _CAPITAL_TOWNSHIPS if capital else _COUNTY_TOWNSHIPS
        reach_m = (7_000.0, 26_000.0) if capital else (5_000.0, 17_000.0)
        draw_townships(drawing, town, count=count, reach_m=reach_m, roads=roads, names=names, rng=rng)
    ban_turns(drawing, towns[CAPITAL], _BANNED_TURNS, rng)
    join_crossings(drawing)
    return drawing, frame


def _draw_seat(drawing: Drawing, frame: Frame, seat: CountySeat, rng: np.random.Generator) -> Town:
    centre = frame.metres(seat.position)
    drawing.add_node(
        centre,
        {"place": "city" if seat.ref == CAPITAL else "town", "name": seat.name_zh, "name:en": seat.name_en},
    )
    return draw_town(drawing, centre, _CAPITAL_PLAN if seat.ref == CAPITAL else _COUNTY_PLAN, rng)

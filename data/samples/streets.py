"""Draw a town's streets: a warped grid of arterials and side streets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.samples.map_builder import XY, Drawing, Tags

ARTERIAL_NAMES = (
    "人民路",
    "解放路",
    "建设路",
    "团结路",
    "新华路",
    "迎宾路",
    "胜利路",
    "文化路",
    "东风路",
    "工业路",
)
_SIDE_STREETS = "松柏竹梅兰桂荷枫榆槐杏桃"
_RING_NODES = 8
_RING_RADIUS_M = 32.0
_BRIDGE: Tags = {"bridge": "yes", "layer": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TownPlan:
    """Parameters of a town's street grid.

    Attributes
    ----------
    columns, rows
        Junctions across and along.
    spacing_m, turn_rad
        Block length, and the angle the grid is turned by.
    arterial_every
        Every n-th line is an arterial, and both middle lines are main roads.
    gap_share
        Share of side-street blocks that are missing.
    oneway_share
        Share of side streets driven one way, alternating.
    bridges
        Number of arterials that cross the river; None for a town without a river.
    """

    columns: int
    rows: int
    spacing_m: float
    turn_rad: float
    arterial_every: int
    gap_share: float
    oneway_share: float = 0.0
    bridges: int | None = None


@dataclass(slots=True)
class Town:
    """A drawn town: its grid's junctions and the arterial ends where country roads begin."""

    centre: XY
    junctions: NDArray[np.int64]
    gates: list[int]

    def gate_towards(self, drawing: Drawing, point: XY) -> int:
        """Return the gate on the side of a point."""
        return drawing.nearest(point, self.gates)


@dataclass(slots=True)
class _Line:
    """One street across the whole grid."""

    nodes: list[int]
    blocks: list[str]
    tags: dict[str, str]
    main: bool

    def ends(self) -> tuple[int, ...]:
        """Return the outermost junctions of the street; none if every block is missing."""
        drawn = [position for position, block in enumerate(self.blocks) if block != "gap"]
        return (self.nodes[drawn[0]], self.nodes[drawn[-1] + 1]) if drawn else ()


def draw_town(drawing: Drawing, centre: XY, plan: TownPlan, rng: np.random.Generator) -> Town:
    """Draw a town's streets around a point.

    Raises
    ------
    ValueError
        The plan asks for more bridges than there are arterials across the river.
    """
    junctions = _junctions(drawing, centre, plan, rng)
    lines = _lines(junctions, plan, rng)
    _round_corners(lines, _inside(plan, rng))
    if plan.bridges is not None:
        _cut_river(drawing, lines[: plan.rows], junctions, plan.bridges)
    arterial_rows = [line for line in lines[: plan.rows] if line.main]
    arterial_columns = [line for line in lines[plan.rows :] if line.main]
    crossings = {node for line in arterial_rows for node in line.nodes} & {
        node for line in arterial_columns for node in line.nodes
    }
    for node in sorted(crossings):
        drawing.tag_node(node, {"highway": "traffic_signals"})
    roundabout = -1
    ring: list[int] = []
    if plan.bridges is not None:
        roundabout = drawing.nearest(centre, sorted(crossings))
        ring = _draw_roundabout(drawing, roundabout)
    for line in lines:
        _draw_line(drawing, line, crossings, roundabout, ring)
    gates = sorted({end for line in (*arterial_rows, *arterial_columns) for end in line.ends()})
    return Town(centre, junctions, gates)


def _junctions(drawing: Drawing, centre: XY, plan: TownPlan, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return grid junctions, shape (rows, columns), gently bent and jittered."""
    column, row = np.meshgrid(np.arange(plan.columns), np.arange(plan.rows))
    u = (column - (plan.columns - 1) / 2) * plan.spacing_m
    v = (row - (plan.rows - 1) / 2) * plan.spacing_m
    bend = 0.45 * plan.spacing_m
    u, v = u + bend * np.sin(v / (5.0 * plan.spacing_m)), v + bend * np.sin(u / (6.0 * plan.spacing_m))
    u += rng.normal(0.0, 0.06 * plan.spacing_m, u.shape)
    v += rng.normal(0.0, 0.06 * plan.spacing_m, v.shape)
    cos, sin = math.cos(plan.turn_rad), math.sin(plan.turn_rad)
    x, y = centre[0] + u * cos - v * sin, centre[1] + u * sin + v * cos
    numbers = drawing.add_nodes(zip(x.ravel(), y.ravel(), strict=True))
    return np.array(numbers, dtype=np.int64).reshape(plan.rows, plan.columns)


def _lines(junctions: NDArray[np.int64], plan: TownPlan, rng: np.random.Generator) -> list[_Line]:
    """Return all rows, then all columns, with a kind per block: ``street`` or ``gap``."""
    lines = []
    for axis, grid in enumerate((junctions, junctions.T)):
        for position, numbers in enumerate(grid):
            middle = position == len(grid) // 2
            main = middle or position % plan.arterial_every == 0
            blocks = np.full(len(numbers) - 1, "street", dtype=object)
            if not main:
                blocks[rng.random(len(blocks)) < plan.gap_share] = "gap"
            tags = _street_tags(axis, position, main=main, middle=middle, plan=plan, rng=rng)
            lines.append(_Line([int(n) for n in numbers], list(blocks), tags, main))
    return lines


def _inside(plan: TownPlan, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return which junctions belong to the town, shape (rows, columns): an oval with a ragged edge."""
    column, row = np.meshgrid(np.linspace(-1.0, 1.0, plan.columns), np.linspace(-1.0, 1.0, plan.rows))
    waves = rng.uniform(0.0, 2.0 * math.pi, 3)
    angle = np.arctan2(row, column)
    ragged = sum(0.05 * np.sin((k + 2) * angle + wave) for k, wave in enumerate(waves))
    return np.asarray(np.abs(column) ** 3 + np.abs(row) ** 3 <= 1.0 + ragged, dtype=np.bool_)


def _round_corners(lines: Sequence[_Line], inside: NDArray[np.bool_]) -> None:
    """Remove blocks outside the town from its streets (rows first, then columns)."""
    for line, within in zip(lines, [*inside, *inside.T], strict=True):
        for position in range(len(line.blocks)):
            if not (within[position] and within[position + 1]):
                line.blocks[position] = "gap"


def _street_tags(
    axis: int, position: int, *, main: bool, middle: bool, plan: TownPlan, rng: np.random.Generator
) -> dict[str, str]:
    side = ("东", "西", "南", "北")[(position + axis) % 4]
    if main:
        name = ARTERIAL_NAMES[(2 * position // plan.arterial_every + axis) % len(ARTERIAL_NAMES)]
        tags = {
            "highway": "primary" if middle else "secondary",
            "name": name,
            "lanes": "4" if middle else "2",
        }
        if rng.random() < 0.6:
            tags["maxspeed"] = "CN:urban" if rng.random() < 0.2 else ("60" if middle else "50")
        return tags
    name = f"{_SIDE_STREETS[position % len(_SIDE_STREETS)]}{side}{'街' if axis else '巷'}"
    tags = {"highway": "tertiary" if position % 5 == 0 else "residential", "name": name}
    if rng.random() < 0.15:
        tags["maxspeed"] = "30"
    if tags["highway"] == "residential" and rng.random() < plan.oneway_share:
        tags["oneway"] = "yes" if position % 2 else "-1"
    return tags


def _cut_river(drawing: Drawing, rows: Sequence[_Line], junctions: NDArray[np.int64], bridges: int) -> None:
    """Cut a river across the rows: remove the blocks that it crosses, except bridges on some arterials."""
    count, width = junctions.shape
    course = [round(width * (0.62 + 0.08 * math.sin(3.0 * row / count))) for row in range(count)]
    main = [k for k, line in enumerate(rows) if line.main and line.blocks[course[k]] == "street"]
    if bridges > len(main):
        raise ValueError(f"{bridges} bridges, but only {len(main)} arterials meet the river")
    bridged = {main[round(k)] for k in np.linspace(0, len(main) - 1, bridges)}
    for position, line in enumerate(rows):
        block = course[position]
        if line.blocks[block] == "street":
            line.blocks[block] = "bridge" if position in bridged else "gap"
    banks = [junctions[row, course[row] : course[row] + 2] for row in range(count)]
    stream = [np.mean([drawing.points[int(n)] for n in bank], axis=0) for bank in banks]
    drawing.add_way(drawing.add_nodes(stream), {"waterway": "river", "name": "㵲水"}, bridged=True)


def _draw_roundabout(drawing: Drawing, centre: int) -> list[int]:
    x, y = drawing.points[centre]
    angles = [2.0 * math.pi * k / _RING_NODES for k in range(_RING_NODES)]
    ring = drawing.add_nodes(
        (x + _RING_RADIUS_M * math.cos(a), y + _RING_RADIUS_M * math.sin(a)) for a in angles
    )
    # Traffic keeps to the right, so that it circulates counterclockwise.
    drawing.node_tags.pop(centre, None)
    drawing.add_way([*ring, ring[0]], {"highway": "primary", "junction": "roundabout", "name": "中心环岛"})
    return ring


def _draw_line(drawing: Drawing, line: _Line, crossings: set[int], roundabout: int, ring: list[int]) -> None:
    """Draw a street as ways that end at gaps, bridges, the roundabout and crossings of main roads."""
    run: list[int] = []
    for block, start, end in zip(line.blocks, line.nodes, line.nodes[1:], strict=False):
        head = drawing.nearest(drawing.points[end], ring) if start == roundabout else start
        tail = drawing.nearest(drawing.points[start], ring) if end == roundabout else end
        if block == "street":
            run = run or [head]
            run.append(tail)
        if run and (block != "street" or end == roundabout or (line.main and end in crossings)):
            drawing.add_way(run, line.tags)
            run = []
        if block == "bridge":
            drawing.add_way([head, tail], {**line.tags, **_BRIDGE})
    if run:
        drawing.add_way(run, line.tags)

"""Vehicle profiles: which roads a vehicle may use and how fast it drives on them.

A profile is a TOML file in ``network/profiles/files/``; its class speeds come from
``data/catalogue/road_speeds.csv``, where each entry names its source. Roads without a tagged limit,
the common case in rural China, get the class speed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalogue.tables import FOLDER, number, read_table
from data.domain.errors import Fault, NotFoundError
from data.domain.matrix import DEFAULT_PROFILE
from network.elevation.gradients import ClimbModel, hilly_duration_ms
from network.graph.road_graph import HIGHWAY_CLASSES, ExceptFlag, PieceFlag, RoadGraph

PROFILE_FOLDER = Path(__file__).parent / "files"
_MOTORWAYS = [HIGHWAY_CLASSES.index(name) for name in ("motorway", "motorway_link")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCosts:
    """Seconds that turns add; with right-hand traffic a left turn crosses the opposite lane."""

    left_s: float
    right_s: float
    u_turn_s: float
    signals_s: float
    barrier_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Access and speed of one kind of vehicle.

    Attributes
    ----------
    speed_kph
        Speed without a tagged limit, per class of `HIGHWAY_CLASSES`; 0 closes the class.
    max_kph, ordinary_max_kph
        Fastest on motorways, and elsewhere.
    limit_factor, headroom
        With a tagged limit the speed is ``limit * limit_factor``, but at most ``headroom`` times
        the class speed, because a zone limit says little about a narrow lane.
    unpaved_kph, destination_kph
        Fastest on unpaved roads, and on roads open to residents and callers only.
    hgv, hazmat
        Whether signs against goods vehicles, and against dangerous goods, bind it.
    mass_t, height_m, width_m, length_m, axleload_t
        Compared with signed limits; 0 means unknown and passes them all. The mass also decides how
        fast it climbs.
    climbs
        Effect of gradients, where the network has elevation.
    max_snap_m
        A place further from a usable edge is unreachable.
    """

    name: str
    title_en: str
    title_zh: str
    speed_kph: tuple[float, ...]
    turns: TurnCosts
    climbs: ClimbModel
    max_kph: float
    ordinary_max_kph: float
    limit_factor: float
    headroom: float
    unpaved_kph: float
    destination_kph: float
    hgv: bool
    hazmat: bool
    max_snap_m: float
    mass_t: float = 0.0
    height_m: float = 0.0
    width_m: float = 0.0
    length_m: float = 0.0
    axleload_t: float = 0.0

    @property
    def exempt_flag(self) -> ExceptFlag:
        """A turn restriction with this ``except`` flag does not bind the vehicle."""
        return ExceptFlag.HGV if self.hgv else ExceptFlag.MOTORCAR

    def for_vehicle(
        self,
        *,
        mass_t: float | None = None,
        height_m: float | None = None,
        width_m: float | None = None,
        length_m: float | None = None,
        axleload_t: float | None = None,
    ) -> Profile:
        """Replace mass and dimensions by those of one vehicle, which may open or close roads."""
        return replace(
            self,
            mass_t=self.mass_t if mass_t is None else mass_t,
            height_m=self.height_m if height_m is None else height_m,
            width_m=self.width_m if width_m is None else width_m,
            length_m=self.length_m if length_m is None else length_m,
            axleload_t=self.axleload_t if axleload_t is None else axleload_t,
        )


def profile_names() -> tuple[str, ...]:
    """Names that `load_profile` takes, sorted."""
    return tuple(sorted(path.stem for path in PROFILE_FOLDER.glob("*.toml")))


ALIASES = {"driving": DEFAULT_PROFILE, "driving-car": DEFAULT_PROFILE}
"""Names of other programs for our profiles."""


def resolve_profile_name(name: str) -> str:
    """Resolve a profile name or alias.

    Raises
    ------
    NotFoundError
        N301: there is no such profile.
    """
    return load_profile(ALIASES.get(name, name)).name


@cache
def load_profile(name: str) -> Profile:
    """Load a profile by name.

    Raises
    ------
    NotFoundError
        N301: there is no such profile.
    """
    if name not in profile_names():
        raise NotFoundError(
            Fault("N301", f"There is no profile {name!r}.", f"Use one of {', '.join(profile_names())}.", name)
        )
    document = tomllib.loads((PROFILE_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    vehicle: dict[str, Any] = document.pop("vehicle")
    turns = TurnCosts(**document.pop("turns"))
    climbs = ClimbModel(**document.pop("climbs"))
    by_class = class_speeds_kph()[document.pop("speed_table")] | document.pop("speed_kph", {})
    speeds = tuple(by_class.get(highway, 0.0) for highway in HIGHWAY_CLASSES)
    document.setdefault("ordinary_max_kph", document["max_kph"])
    return Profile(name=name, speed_kph=speeds, turns=turns, climbs=climbs, **document, **vehicle)


@cache
def class_speeds_kph() -> dict[str, dict[str, float]]:
    """Speed per highway class of each speed table in the catalogue.

    Raises
    ------
    InputError
        S401, S402: see `data.catalogue.tables.read_table`.
    """
    rows = read_table(
        FOLDER / "road_speeds.csv",
        ("table", "highway", "speed_kph"),
        lambda row: (row["table"], row["highway"], number(row, "speed_kph")),
    )
    tables: dict[str, dict[str, float]] = {}
    for table, highway, speed_kph in rows.values():
        tables.setdefault(table, {})[highway] = speed_kph
    return tables


def usable_edges(graph: RoadGraph, profile: Profile) -> NDArray[np.bool_]:
    """Edges that the vehicle may drive; bool (m,)."""
    class_speed = _class_speed(profile)
    closed = class_speed[graph.piece_class] <= 0
    closed |= _has(graph, PieceFlag.NO_HGV if profile.hgv else PieceFlag.CLOSED_TO_CARS)
    if profile.hazmat:
        closed |= _has(graph, PieceFlag.NO_HAZMAT)
    for limit, value in signed_limits(graph, profile):
        closed |= exceeds_limit(limit, value)
    return np.asarray(~closed[graph.edge_piece])


def signed_limits(graph: RoadGraph, profile: Profile) -> tuple[tuple[NDArray[np.float32], float], ...]:
    """Signed limits per piece by kind, each with the value of the vehicle compared with it."""
    return (
        (graph.piece_maxweight_t, profile.mass_t),
        (graph.piece_maxheight_m, profile.height_m),
        (graph.piece_maxwidth_m, profile.width_m),
        (graph.piece_maxlength_m, profile.length_m),
        (graph.piece_maxaxleload_t, profile.axleload_t),
    )


def exceeds_limit(limit: NDArray[np.float32], value: float) -> NDArray[np.bool_]:
    """Where a value exceeds a signed limit; a limit of 0 is no sign."""
    # Signs are stored as float32: 3.3 t must not close a road signed 3.3.
    return np.asarray((limit > 0) & (value > limit + np.float32(1e-4)))


def edge_speed_kph(graph: RoadGraph, profile: Profile) -> NDArray[np.float64]:
    """Speed of every edge without gradients, 0 where closed; float64 (m,). Ignores durations of ferries."""
    piece = graph.edge_piece
    by_class = _class_speed(profile)[graph.piece_class][piece]
    limit = graph.edge_maxspeed_kph.astype(np.float64)
    signed = np.minimum(limit * profile.limit_factor, by_class * profile.headroom)
    speed = np.where(limit > 0, signed, by_class)
    motorway = np.isin(graph.piece_class, _MOTORWAYS)[piece]
    speed = np.minimum(speed, np.where(motorway, profile.max_kph, profile.ordinary_max_kph))
    for flag, cap in (
        (PieceFlag.UNPAVED, profile.unpaved_kph),
        (PieceFlag.DESTINATION_ONLY, profile.destination_kph),
    ):
        speed = np.where(_has(graph, flag)[piece], np.minimum(speed, cap), speed)
    return np.where(usable_edges(graph, profile), speed, 0.0)


def edge_duration_ms(graph: RoadGraph, profile: Profile) -> NDArray[np.float64]:
    """Duration of every edge in whole milliseconds, at least 1; ``inf`` where closed; float64 (m,)."""
    speed = edge_speed_kph(graph, profile)
    length_m = graph.piece_length_dm[graph.edge_piece] / 10
    # km/h to m/ms: divide by 3,600.
    if graph.has_elevation:
        driven_ms = hilly_duration_ms(graph, speed, profile.climbs, profile.mass_t)
    else:
        with np.errstate(divide="ignore"):
            driven_ms = length_m * 3600 / speed
    duration = np.maximum(np.rint(driven_ms), 1.0)
    stated = graph.piece_duration_s[graph.edge_piece]
    return np.asarray(np.where((stated > 0) & (speed > 0), stated * 1000.0, duration))


def _class_speed(profile: Profile) -> NDArray[np.float64]:
    return np.array(profile.speed_kph, dtype=np.float64)


def _has(graph: RoadGraph, flag: PieceFlag) -> NDArray[np.bool_]:
    return np.asarray((graph.piece_flags & np.uint16(flag)).astype(bool))

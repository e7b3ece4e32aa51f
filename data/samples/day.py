"""A synthetic day of a sorting centre on any road network: sites, vehicles, drivers and requests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.catalogue.materials import materials
from data.domain.errors import Fault, InputError
from data.domain.materials import RequestItem
from data.domain.places import LonLat
from data.domain.problem import Window
from data.samples.fleet import SampleDriver, SampleVehicle, sample_fleet
from data.samples.placement import Ground
from data.samples.requests import KINDS, RequestKind, special_requests

SiteKind = Literal[
    "sorting_centre", "facility", "dismantler", "collection_point", "township_point", "village_point",
    "institution",
]  # fmt: skip
_OPEN: Window = (7 * 3600, 19 * 3600)
_UNLOADING: dict[str, tuple[str, str, int]] = {
    "sorting_centre": ("再生资源分拣中心", "Sorting centre", 900),
    "facility": ("锂电池暂存库", "Lithium battery storage", 1200),
    "dismantler": ("废旧家电拆解厂", "Appliance dismantler", 1200),
}
"""Chinese and English name, and the time to unload a truck, by kind of place."""
_URBAN_POINTS, _TOWNSHIP_POINTS = 10, 8
_SMALLEST_GROUND = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSite:
    """A place of the recycling network.

    Attributes
    ----------
    accepts
        Load types unloaded there; None where trucks do not unload.
    windows
        Opening hours, seconds after local midnight.
    """

    ref: str
    kind: SiteKind
    name_zh: str
    name_en: str
    position: LonLat
    accepts: tuple[str, ...] | None = None
    unload_s: int = 0
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRequest:
    """A pickup request; windows are seconds after local midnight, priority 0 to 100."""

    ref: str
    name: str
    position: LonLat
    items: tuple[RequestItem, ...]
    windows: tuple[Window, ...]
    priority: int
    site: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDay:
    """Everything that a day's plan requires; the sorting centre is the first site."""

    sites: tuple[SampleSite, ...]
    vehicles: tuple[SampleVehicle, ...]
    drivers: tuple[SampleDriver, ...]
    requests: tuple[SampleRequest, ...]

    @property
    def centre(self) -> SampleSite:
        """The sorting centre."""
        return self.sites[0]


def sample_day(ground: Ground, *, requests: int = 120, seed: int = 0) -> SampleDay:
    """Generate a realistic day; the same arguments give the same day.

    Two thirds of the requests lie in town, the others at townships and around them. About one in
    six is of lithium batteries, a few of them damaged, and one so dangerous that it must not be
    routed. Trucks are scaled to the requests, at least eight.

    Parameters
    ----------
    ground
        Candidate positions; travel times distinguish town and country.
    requests
        Number of requests, at least 1.

    Raises
    ------
    InputError
        S411: the roads reach too few places from the centre.
    """
    if requests < 1:
        raise ValueError("a day has at least one request")
    if ground.size < _SMALLEST_GROUND:
        cause = f"The roads reach {ground.size} places from the centre, too few for a day of requests."
        raise InputError(Fault("S411", cause, "Use a larger map.", "sample"))
    rng = np.random.default_rng(seed)
    sites = _sites(ground, rng)
    placed = _placed_requests(ground, sites, requests, rng)
    vehicles, drivers = sample_fleet(requests)
    return SampleDay(sites=sites, vehicles=vehicles, drivers=drivers, requests=placed)


def _sites(ground: Ground, rng: np.random.Generator) -> tuple[SampleSite, ...]:
    town, country = ground.town(), ground.country()
    yard = ground.beside_road(ground.centre, rng)
    storage, dismantler = (
        ground.beside_road(ground.position(point), rng) for point in ground.spread(ground.rim(), 2, rng)
    )
    sites = [
        _unloading_site("C01", "sorting_centre", yard, ("appliance", "recyclable", "vehicle")),
        _unloading_site("F01", "facility", storage, ("battery",)),
        _unloading_site("F02", "dismantler", dismantler, ("appliance",)),
    ]
    for number, point in enumerate(ground.spread(town, _URBAN_POINTS, rng), start=1):
        sites.append(_collection_point(ground, "collection_point", f"P{number:02d}", point, rng))
    for number, point in enumerate(ground.spread(country, _TOWNSHIP_POINTS, rng), start=1):
        sites.append(_collection_point(ground, "township_point", f"T{number:02d}", point, rng))
    return tuple(sites)


def _unloading_site(ref: str, kind: SiteKind, position: LonLat, accepts: tuple[str, ...]) -> SampleSite:
    name_zh, name_en, unload_s = _UNLOADING[kind]
    return SampleSite(
        ref=ref,
        kind=kind,
        name_zh=f"{name_zh}(示例)",
        name_en=f"{name_en} (sample)",
        position=position,
        accepts=accepts,
        unload_s=unload_s,
        windows=(_OPEN,),
    )


def _collection_point(
    ground: Ground, kind: SiteKind, ref: str, point: int, rng: np.random.Generator
) -> SampleSite:
    label = ground.label_near(point)
    urban = kind == "collection_point"
    fallback_zh = f"{'社区' if urban else '乡镇'}{ref}"
    fallback_en = f"{'Community' if urban else 'Township'} {ref}"
    return SampleSite(
        ref=ref,
        kind=kind,
        name_zh=f"{fallback_zh if urban or not label else label}回收网点",
        name_en=f"{fallback_en if urban or not label else label} collection point",
        position=ground.beside_road(ground.position(point), rng),
        windows=((8 * 3600, 18 * 3600),),
    )


def _placed_requests(
    ground: Ground, sites: Sequence[SampleSite], count: int, rng: np.random.Generator
) -> tuple[SampleRequest, ...]:
    free = {
        kind: [site for site in sites if site.kind == kind] for kind in ("collection_point", "township_point")
    }
    anchors = [site.position for site in free["township_point"]]
    placed = []
    for number, kind in enumerate(_kinds(count, rng), start=1):
        site = free[kind.at_site].pop(0) if free.get(kind.at_site) else None
        if site is None:
            point = ground.draw(rng, anchors=None if kind.urban else anchors)
            label = "" if kind.urban else ground.label_near(point)
            where, name = (
                ground.beside_road(ground.position(point), rng),
                f"{label}{kind.name_zh} {number:03d}",
            )
        else:
            where, name = site.position, site.name_zh
        placed.append(
            SampleRequest(
                ref=f"R{number:03d}",
                name=name,
                position=where,
                items=kind.items(rng),
                windows=kind.windows(rng),
                priority=int(np.clip(round(rng.normal(kind.priority, 8.0)), 1, 100)),
                site=site.ref if site else None,
                note=kind.note,
            )
        )
    return tuple(placed)


def _kinds(count: int, rng: np.random.Generator) -> list[RequestKind]:
    """Draw one kind per request: the special ones first (as many as a small day permits), then by share."""
    special = special_requests()[: max(0, count // 10)]
    shares = np.array([kind.share for kind in KINDS])
    drawn = rng.choice(len(KINDS), size=count - len(special), p=shares / shares.sum())
    return [*special, *(KINDS[k] for k in sorted(drawn.tolist()))]


def day_kg(day: SampleDay) -> float:
    """Return the total mass of the requests in kg, by the catalogue's figures per unit."""
    known = materials()
    return math.fsum(
        known[item.material].unit_kg * item.quantity for request in day.requests for item in request.items
    )

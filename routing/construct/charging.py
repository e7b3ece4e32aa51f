"""Where an electric vehicle charges: the best stations, and moments, for a fixed order of steps.

A dynamic programme over the legs: a label stands for an order up to one step, with the metres since the
last charge and the price of the detours; what costs more and has driven farther is dropped. Windows and
rests are left to the exact scheduler, which has the last word on the cheapest few orders found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from data.domain.plan import Route
from data.domain.problem import Station, Vehicle
from routing.model.battery import charging_s
from routing.model.index import DayIndex
from routing.model.steps import Infeasible, Step, closeness
from routing.schedule.route import probe_route

PROBED_ORDERS = 2
NEAREST_STATIONS = 4
MOST_LABELS = 8


class _Label(NamedTuple):
    """Steps so far; `price` is that of detours and charges alone."""

    price: float
    used_m: int
    steps: tuple[Step, ...]


def probe_charged(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> Route | Infeasible:
    """As `probe_route`; where the battery would not last, with the charges that cost least."""
    result = probe_route(index, vehicle.id, order)
    if isinstance(result, Route) or result.rule != "range":
        return result
    charged = [probe_route(index, vehicle.id, each) for each in _with_charges(index, vehicle, order)]
    routes = [each for each in charged if isinstance(each, Route)]
    if routes:
        return min(routes, key=lambda route: route.cost)
    return min((each for each in charged if isinstance(each, Infeasible)), key=closeness, default=result)


def _with_charges(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> list[tuple[Step, ...]]:
    """Orders with charges in which the battery lasts, cheapest first."""
    assert vehicle.range_m is not None
    places = [vehicle.start, *(index.halts[step].place for step in order), vehicle.end]
    legs = list(pairwise(places))
    metres = index.distance_m(vehicle)
    ahead_m = [
        0 if here is None or there is None else max(0, metres.item(here, there)) for here, there in legs
    ]
    labels = [_Label(0.0, vehicle.underway.used_m, ())]
    for number, leg in enumerate(legs):
        lasts_m = vehicle.range_m - sum(ahead_m[number:])
        reached = [onward for label in labels for onward in _onward(index, vehicle, label, leg, lasts_m)]
        labels = _undominated(reached)[:MOST_LABELS]
        if number < len(order):
            labels = [label._replace(steps=(*label.steps, order[number])) for label in labels]
    return [label.steps for label in sorted(labels)[:PROBED_ORDERS]]


def _onward(
    index: DayIndex, vehicle: Vehicle, label: _Label, leg: tuple[int | None, int | None], lasts_m: int
) -> Iterator[_Label]:
    """Drive a leg, directly or by way of one station or two; directly where the battery lasts to the end."""
    assert vehicle.range_m is not None
    here, there = leg
    if here is None or there is None:
        yield label
        return
    metres, price = index.distance_m(vehicle), index.price(vehicle)
    direct = price.item(here, there)
    used_m = label.used_m + metres.item(here, there)
    if used_m <= vehicle.range_m and direct < float("inf"):
        yield label._replace(used_m=used_m)
        if label.used_m <= lasts_m:
            return
    saved = 0.0 if direct == float("inf") else direct
    for station in _stations(index, vehicle, here, there):
        for way, place in _ways(index, vehicle, label, (here, there), station):
            onward_m = metres.item(place, there)
            if onward_m <= vehicle.range_m and price.item(place, there) < float("inf"):
                yield _Label(way.price + price.item(place, there) - saved, onward_m, way.steps)


def _ways(
    index: DayIndex, vehicle: Vehicle, label: _Label, leg: tuple[int, int], station: Station
) -> Iterator[tuple[_Label, int]]:
    """By way of a station, and where the battery does not last from there, of a second one."""
    assert vehicle.range_m is not None
    here, there = leg
    charged = _charged(index, vehicle, label, here, station)
    if charged is None:
        return
    if index.distance_m(vehicle).item(station.place, there) <= vehicle.range_m:
        yield charged, station.place
        return
    for second in index.problem.stations:
        again = None if second is station else _charged(index, vehicle, charged, station.place, second)
        if again is not None:
            yield again, second.place


def _charged(index: DayIndex, vehicle: Vehicle, label: _Label, here: int, station: Station) -> _Label | None:
    """Drive to a station and fill the battery; None where it does not last so far."""
    assert vehicle.range_m is not None
    way = index.price(vehicle).item(here, station.place)
    used_m = label.used_m + index.distance_m(vehicle).item(here, station.place)
    if used_m > vehicle.range_m or way == float("inf"):
        return None
    stays_s = station.connect_s + charging_s(vehicle.recharge_s, vehicle.range_m, used_m)
    price = label.price + way + stays_s * vehicle.cost.per_h / 3600
    return _Label(price, 0, (*label.steps, Step("charge", station.id)))


def _stations(index: DayIndex, vehicle: Vehicle, here: int, there: int) -> list[Station]:
    """The stations that are the least detour on a leg."""
    price = index.price(vehicle)

    def detour(station: Station) -> float:
        return price.item(here, station.place) + price.item(station.place, there)

    return sorted(index.problem.stations, key=detour)[:NEAREST_STATIONS]


def _undominated(labels: list[_Label]) -> list[_Label]:
    kept: list[_Label] = []
    least_m: float = float("inf")
    for label in sorted(labels):
        if label.used_m < least_m:
            kept.append(label)
            least_m = label.used_m
    return kept

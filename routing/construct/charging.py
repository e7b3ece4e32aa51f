"""Charging stopovers for a fixed order of steps, by a label-setting dynamic programme over the legs.

A label stands for the order up to one step, with the metres driven since the last charge and the price
of the detours; a label that costs no less and has driven no fewer metres than another is dominated.
Windows and rests are left to the exact scheduler, which decides among the cheapest orders.

References
----------
Montoya et al. (2017), The electric vehicle routing problem with nonlinear charging function: the fixed
route vehicle charging problem.
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
    """Steps so far; `price` covers detours and charges alone, `used_m` is driven since the last charge."""

    price: float
    used_m: int
    steps: tuple[Step, ...]


def probe_with_charges(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> Route | Infeasible:
    """Schedule an order as `probe_route` does; beyond the battery's range, with the cheapest charges."""
    result = probe_route(index, vehicle.id, order)
    if isinstance(result, Route) or result.rule != "range":
        return result
    charged = [probe_route(index, vehicle.id, each) for each in _insert_charges(index, vehicle, order)]
    routes = [each for each in charged if isinstance(each, Route)]
    if routes:
        return min(routes, key=lambda route: route.cost)
    return min((each for each in charged if isinstance(each, Infeasible)), key=closeness, default=result)


def _insert_charges(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> list[tuple[Step, ...]]:
    """Orders with charges that stay within the range, the cheapest first."""
    assert vehicle.range_m is not None
    places = [vehicle.start, *(index.activities[step].place for step in order), vehicle.end]
    legs = list(pairwise(places))
    metres = index.distance_m(vehicle)
    remaining_m = [
        0 if here is None or there is None else max(0, metres.item(here, there)) for here, there in legs
    ]
    labels = [_Label(0.0, vehicle.underway.used_m, ())]
    for number, leg in enumerate(legs):
        lasts_m = vehicle.range_m - sum(remaining_m[number:])
        reached = [crossed for label in labels for crossed in _cross_leg(index, vehicle, label, leg, lasts_m)]
        labels = _undominated(reached)[:MOST_LABELS]
        if number < len(order):
            labels = [label._replace(steps=(*label.steps, order[number])) for label in labels]
    return [label.steps for label in sorted(labels)[:PROBED_ORDERS]]


def _cross_leg(
    index: DayIndex, vehicle: Vehicle, label: _Label, leg: tuple[int | None, int | None], lasts_m: int
) -> Iterator[_Label]:
    """Extend a label over a leg: directly, or through one or two stations.

    Stations are skipped where the battery lasts to the end of the route (`lasts_m`).
    """
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
    for station in _nearest_stations(index, vehicle, here, there):
        for charged, place in _charge_on_leg(index, vehicle, label, (here, there), station):
            used_after_m = metres.item(place, there)
            if used_after_m <= vehicle.range_m and price.item(place, there) < float("inf"):
                yield _Label(charged.price + price.item(place, there) - saved, used_after_m, charged.steps)


def _charge_on_leg(
    index: DayIndex, vehicle: Vehicle, label: _Label, leg: tuple[int, int], station: Station
) -> Iterator[tuple[_Label, int]]:
    """Charge at a station and, where the battery does not last from there, at a second one."""
    assert vehicle.range_m is not None
    here, there = leg
    charged = _charge_at(index, vehicle, label, here, station)
    if charged is None:
        return
    if index.distance_m(vehicle).item(station.place, there) <= vehicle.range_m:
        yield charged, station.place
        return
    for second in index.problem.stations:
        again = None if second is station else _charge_at(index, vehicle, charged, station.place, second)
        if again is not None:
            yield again, second.place


def _charge_at(
    index: DayIndex, vehicle: Vehicle, label: _Label, here: int, station: Station
) -> _Label | None:
    """Extend a label to a station and charge to full; None beyond the battery's range."""
    assert vehicle.range_m is not None
    drive = index.price(vehicle).item(here, station.place)
    used_m = label.used_m + index.distance_m(vehicle).item(here, station.place)
    if used_m > vehicle.range_m or drive == float("inf"):
        return None
    stays_s = station.connect_s + charging_s(vehicle.recharge_s, vehicle.range_m, used_m)
    price = label.price + drive + stays_s * vehicle.cost.per_h / 3600
    return _Label(price, 0, (*label.steps, Step("charge", station.id)))


def _nearest_stations(index: DayIndex, vehicle: Vehicle, here: int, there: int) -> list[Station]:
    """Stations of the least detour on a leg."""
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

"""Loads at every moment of a route: amounts, load types, segregation, caps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from data.domain.plan import Violation
from data.domain.problem import Amounts
from routing.check.replay import Day, Replay, VisitRecord
from routing.check.wording import named, violation


@dataclass(frozen=True, slots=True)
class Parcel:
    """Goods of one task or shipment while they are aboard."""

    task: str
    amounts: Amounts
    load_type: str | None


@dataclass(slots=True)
class Aboard:
    """Parcels aboard a vehicle at one moment.

    Attributes
    ----------
    collected
        Collected on this trip and not yet unloaded.
    delivering
        Loaded at the start of the trip and not yet delivered.
    shipped
        Picked up and not yet delivered, by shipment.
    """

    collected: list[Parcel] = field(default_factory=list)
    delivering: dict[str, Parcel] = field(default_factory=dict)
    shipped: dict[str, Parcel] = field(default_factory=dict)

    def parcels(self) -> Iterator[Parcel]:
        """Iterate over all parcels aboard."""
        yield from self.collected
        yield from self.delivering.values()
        yield from self.shipped.values()


@dataclass(frozen=True, slots=True)
class Moment:
    """What is aboard on leaving a visit.

    Attributes
    ----------
    unloaded
        Parcels taken off by an unloading here.
    """

    record: VisitRecord | None
    amounts: Amounts
    by_type: dict[str, Amounts]
    types: frozenset[str]
    collected: int
    shipped: tuple[str, ...]
    unloaded: tuple[Parcel, ...] = ()


_NOTHING = Moment(record=None, amounts=(), by_type={}, types=frozenset(), collected=0, shipped=())
"""Before the vehicle is loaded."""


def moments(day: Day, replay: Replay) -> list[Moment]:
    """Moments of a route: its start, then each visit that is no depot and no pause."""
    stops = [record for record in replay.activities if record.visit.kind != "depot"]
    aboard = Aboard(delivering=_trip_deliveries(day, stops))
    found = [_moment(day, aboard, None)]
    for number, record in enumerate(stops):
        unloaded: tuple[Parcel, ...] = ()
        name = record.visit.task or ""
        if record.visit.kind == "collect":
            _collect(day, aboard, name)
        elif record.visit.kind == "pickup":
            shipment = day.shipments[name]
            aboard.shipped[name] = Parcel(name, day.amounts(shipment.demand), shipment.load_type)
        elif record.visit.kind == "deliver":
            aboard.shipped.pop(name, None)  # one that was never aboard is a violation of pairing
        elif record.visit.kind == "unload":
            unloaded = tuple(aboard.collected)
            aboard.collected.clear()
            aboard.delivering = _trip_deliveries(day, stops[number + 1 :])
        found.append(_moment(day, aboard, record, unloaded))
    return found


def loads(day: Day, replay: Replay) -> Iterator[Violation]:
    """Capacity, stated loads, segregation and caps, at every moment of the route."""
    along = moments(day, replay)
    for before, moment in pairwise([_NOTHING, *along]):
        yield from _capacity(day, replay, before, moment)
        yield from _segregation(day, replay, before, moment)
        yield from _caps(day, replay, before, moment)
    yield from _stated(day, replay, along)


def _trip_deliveries(day: Day, stops: Iterable[VisitRecord]) -> dict[str, Parcel]:
    """Parcels aboard at the start of a trip: the deliveries up to its unloading."""
    parcels: dict[str, Parcel] = {}
    for record in stops:
        if record.visit.kind == "unload":
            break
        if record.visit.kind == "collect":
            task = day.tasks[record.visit.task or ""]
            if any(task.delivery):
                parcels[task.id] = Parcel(task.id, day.amounts(task.delivery), task.load_type)
    return parcels


def _collect(day: Day, aboard: Aboard, name: str) -> None:
    """Take off the delivery and load the demand; a typed task without amounts counts as collected."""
    task = day.tasks[name]
    aboard.delivering.pop(name, None)
    if any(task.demand) or (task.load_type is not None and not any(task.delivery)):
        aboard.collected.append(Parcel(name, day.amounts(task.demand), task.load_type))


def _moment(
    day: Day, aboard: Aboard, record: VisitRecord | None, unloaded: tuple[Parcel, ...] = ()
) -> Moment:
    parcels = list(aboard.parcels())
    none = day.amounts(())
    of_type: dict[str, list[Amounts]] = {}
    for parcel in parcels:
        if parcel.load_type is not None:
            of_type.setdefault(parcel.load_type, []).append(parcel.amounts)
    by_type = {load_type: _sum(none, amounts) for load_type, amounts in of_type.items()}
    return Moment(
        record=record,
        amounts=_sum(none, [parcel.amounts for parcel in parcels]),
        by_type=by_type,
        types=frozenset(by_type),
        collected=len(aboard.collected),
        shipped=tuple(aboard.shipped),
        unloaded=unloaded,
    )


def _sum(none: Amounts, amounts: Iterable[Amounts]) -> Amounts:
    return tuple(map(sum, zip(none, *amounts, strict=True)))


def _capacity(day: Day, replay: Replay, before: Moment, moment: Moment) -> Iterator[Violation]:
    """Report an excess where it grows, not again while it lasts."""
    were = day.amounts(before.amounts)
    capacities = zip(day.problem.dimensions, were, moment.amounts, replay.vehicle.capacity, strict=False)
    for name, was, load, capacity in capacities:
        if load > max(capacity, was):
            yield violation(
                "R330",
                f"{replay.vehicle.id} carries {load} {name} {_when(moment)}; {capacity} fit.",
                vehicle=replay.vehicle.id,
                task=moment.record.visit.task if moment.record else None,
                amount=load - capacity,
                unit=name,
            )


def _stated(day: Day, replay: Replay, along: list[Moment]) -> Iterator[Violation]:
    """Check stated loads: required of services and unloadings, optional for depots."""
    pairs = [(moment.record, moment) for moment in along if moment.record is not None]
    for record, moment in ((replay.records[0], along[0]), (replay.records[-1], along[-1])):
        if record.visit.kind == "depot" and record.visit.load:
            pairs.append((record, moment))
    for record, moment in pairs:
        stated = record.visit.load
        if stated == moment.amounts:
            continue
        padded = day.amounts(stated[: len(moment.amounts)])
        yield violation(
            "R331",
            f"Visit {record.number} states a load of {list(stated)}; it is {list(moment.amounts)}.",
            vehicle=replay.vehicle.id,
            task=record.visit.task,
            amount=max((abs(a - b) for a, b in zip(padded, moment.amounts, strict=True)), default=0),
            unit="amount",
        )


def _segregation(day: Day, replay: Replay, before: Moment, moment: Moment) -> Iterator[Violation]:
    """Report a pair of load types where it comes together."""
    for pair in day.problem.rules.incompatible:
        one, other = pair
        if moment.types.issuperset(pair) and not before.types.issuperset(pair):
            yield violation(
                "R332",
                f"{replay.vehicle.id} has {one} and {other} aboard {_when(moment)}.",
                vehicle=replay.vehicle.id,
                task=moment.record.visit.task if moment.record else None,
            )


def _caps(day: Day, replay: Replay, before: Moment, moment: Moment) -> Iterator[Violation]:
    none = day.amounts(())
    for cap in day.problem.rules.load_caps:
        if cap.dimension not in day.problem.dimensions:
            continue  # a fault of the problem, which validation names
        position = day.problem.dimensions.index(cap.dimension)
        was = before.by_type.get(cap.load_type, none)[position]
        load = moment.by_type.get(cap.load_type, none)[position]
        if load > max(cap.max, was):
            yield violation(
                "R334",
                f"{replay.vehicle.id} carries {load} {cap.dimension} of {cap.load_type} {_when(moment)}; "
                f"{cap.max} are allowed.",
                vehicle=replay.vehicle.id,
                task=moment.record.visit.task if moment.record else None,
                amount=load - cap.max,
                unit=cap.dimension,
            )


def _when(moment: Moment) -> str:
    return "at the start" if moment.record is None else f"after visit {moment.record.number}"


def segregation_over_the_day(day: Day, replay: Replay) -> Iterator[Violation]:
    """Check load types that must not share a vehicle in one plan."""
    types = {load_type for name in replay.served if (load_type := day.load_type(name)) is not None}
    before = replay.vehicle.underway.carried
    for one, other in day.problem.rules.incompatible_day:
        if {one, other} <= types | before and not {one, other} <= before:
            yield violation(
                "R333",
                f"{replay.vehicle.id} carries {named({one, other})} on one day.",
                vehicle=replay.vehicle.id,
            )

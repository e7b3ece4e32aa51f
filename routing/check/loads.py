"""What is aboard at every moment: amounts, load types, and what unloading does to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from data.domain.plan import Violation
from data.domain.problem import Amounts
from routing.check.replay import Day, Halt, Replay
from routing.check.wording import named, violation


@dataclass(frozen=True, slots=True)
class Parcel:
    """Goods of one task or shipment while they are aboard."""

    task: str
    amounts: Amounts
    load_type: str | None


@dataclass(slots=True)
class Aboard:
    """The truck's body at one moment, parcel by parcel.

    Attributes
    ----------
    collected
        Taken aboard on this trip and not yet unloaded.
    brought
        Loaded at the trip's start and not yet delivered.
    shipped
        Picked up and not yet delivered, by shipment.
    """

    collected: list[Parcel] = field(default_factory=list)
    brought: dict[str, Parcel] = field(default_factory=dict)
    shipped: dict[str, Parcel] = field(default_factory=dict)

    def parcels(self) -> Iterator[Parcel]:
        yield from self.collected
        yield from self.brought.values()
        yield from self.shipped.values()


@dataclass(frozen=True, slots=True)
class Moment:
    """What is aboard on leaving a halt.

    Attributes
    ----------
    unloaded
        Parcels that an unloading took off here.
    """

    halt: Halt | None
    amounts: Amounts
    by_type: dict[str, Amounts]
    types: frozenset[str]
    collected: int
    shipped: tuple[str, ...]
    unloaded: tuple[Parcel, ...] = ()


_NOTHING = Moment(halt=None, amounts=(), by_type={}, types=frozenset(), collected=0, shipped=())
"""Before the truck is loaded."""


def moments(day: Day, replay: Replay) -> list[Moment]:
    """The start of the route, then each stop that is no depot, in order."""
    stops = [halt for halt in replay.stops if halt.visit.kind != "depot"]
    aboard = Aboard(brought=_trip_deliveries(day, stops))
    found = [_moment(day, aboard, None)]
    for number, halt in enumerate(stops):
        unloaded: tuple[Parcel, ...] = ()
        name = halt.visit.task or ""
        if halt.visit.kind == "collect":
            _collect(day, aboard, name)
        elif halt.visit.kind == "pickup":
            shipment = day.shipments[name]
            aboard.shipped[name] = Parcel(name, day.amounts(shipment.demand), shipment.load_type)
        elif halt.visit.kind == "deliver":
            aboard.shipped.pop(name, None)  # one that was never aboard is a violation of pairing
        elif halt.visit.kind == "unload":
            unloaded = tuple(aboard.collected)
            aboard.collected.clear()
            aboard.brought = _trip_deliveries(day, stops[number + 1 :])
        found.append(_moment(day, aboard, halt, unloaded))
    return found


def loads(day: Day, replay: Replay) -> Iterator[Violation]:
    """Capacity, stated loads, segregation and caps, at every moment of the route."""
    along = moments(day, replay)
    for before, moment in pairwise([_NOTHING, *along]):
        yield from _capacity(day, replay, before, moment)
        yield from _segregation(day, replay, before, moment)
        yield from _caps(day, replay, before, moment)
    yield from _stated(day, replay, along)


def _trip_deliveries(day: Day, stops: Iterable[Halt]) -> dict[str, Parcel]:
    """What must be aboard at a trip's start: the deliveries up to its unloading."""
    parcels: dict[str, Parcel] = {}
    for halt in stops:
        if halt.visit.kind == "unload":
            break
        if halt.visit.kind == "collect":
            task = day.tasks[halt.visit.task or ""]
            if any(task.delivery):
                parcels[task.id] = Parcel(task.id, day.amounts(task.delivery), task.load_type)
    return parcels


def _collect(day: Day, aboard: Aboard, name: str) -> None:
    """Leave the delivery, take the demand; a typed task without amounts counts as collected."""
    task = day.tasks[name]
    aboard.brought.pop(name, None)
    if any(task.demand) or (task.load_type is not None and not any(task.delivery)):
        aboard.collected.append(Parcel(name, day.amounts(task.demand), task.load_type))


def _moment(day: Day, aboard: Aboard, halt: Halt | None, unloaded: tuple[Parcel, ...] = ()) -> Moment:
    parcels = list(aboard.parcels())
    none = day.amounts(())
    of_type: dict[str, list[Amounts]] = {}
    for parcel in parcels:
        if parcel.load_type is not None:
            of_type.setdefault(parcel.load_type, []).append(parcel.amounts)
    by_type = {load_type: _sum(none, amounts) for load_type, amounts in of_type.items()}
    return Moment(
        halt=halt,
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
    """Excess is reported where it grows, not again for as long as it lasts."""
    were = day.amounts(before.amounts)
    capacities = zip(day.problem.dimensions, were, moment.amounts, replay.vehicle.capacity, strict=False)
    for name, was, load, capacity in capacities:
        if load > max(capacity, was):
            yield violation(
                "R330",
                f"{replay.vehicle.id} carries {load} {name} {_when(moment)}; {capacity} fit.",
                vehicle=replay.vehicle.id,
                task=moment.halt.visit.task if moment.halt else None,
                amount=load - capacity,
                unit=name,
            )


def _stated(day: Day, replay: Replay, along: list[Moment]) -> Iterator[Violation]:
    """A task's and an unloading's visit state the load on leaving; a depot that states one must be right."""
    pairs = [(moment.halt, moment) for moment in along if moment.halt is not None]
    for halt, moment in ((replay.halts[0], along[0]), (replay.halts[-1], along[-1])):
        if halt.visit.kind == "depot" and halt.visit.load:
            pairs.append((halt, moment))
    for halt, moment in pairs:
        stated = halt.visit.load
        if stated == moment.amounts:
            continue
        padded = day.amounts(stated[: len(moment.amounts)])
        yield violation(
            "R331",
            f"Visit {halt.number} states a load of {list(stated)}; it is {list(moment.amounts)}.",
            vehicle=replay.vehicle.id,
            task=halt.visit.task,
            amount=max((abs(a - b) for a, b in zip(padded, moment.amounts, strict=True)), default=0),
            unit="amount",
        )


def _segregation(day: Day, replay: Replay, before: Moment, moment: Moment) -> Iterator[Violation]:
    """A pair is reported where it comes together."""
    for pair in day.problem.rules.incompatible:
        one, other = pair
        if moment.types.issuperset(pair) and not before.types.issuperset(pair):
            yield violation(
                "R332",
                f"{replay.vehicle.id} has {one} and {other} aboard {_when(moment)}.",
                vehicle=replay.vehicle.id,
                task=moment.halt.visit.task if moment.halt else None,
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
                task=moment.halt.visit.task if moment.halt else None,
                amount=load - cap.max,
                unit=cap.dimension,
            )


def _when(moment: Moment) -> str:
    return "at the start" if moment.halt is None else f"after visit {moment.halt.number}"


def segregation_over_the_day(day: Day, replay: Replay) -> Iterator[Violation]:
    """Load types that never share a vehicle in one plan."""
    types = {load_type for name in replay.served if (load_type := day.load_type(name)) is not None}
    before = replay.vehicle.underway.carried
    for one, other in day.problem.rules.incompatible_day:
        if {one, other} <= types | before and not {one, other} <= before:
            yield violation(
                "R333",
                f"{replay.vehicle.id} carries {named({one, other})} on one day.",
                vehicle=replay.vehicle.id,
            )

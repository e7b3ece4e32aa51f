"""Unloading at facilities: what they accept and take in, and that routes end empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.domain.plan import Violation
from routing.check.loads import moments
from routing.check.replay import Day, Replay
from routing.check.wording import named, violation


def unloading(day: Day, replay: Replay) -> Iterator[Violation]:
    """Check acceptance and shipments at each unloading, and that the route ends empty where required."""
    along = moments(day, replay)
    for moment in along:
        if moment.record is None or moment.record.visit.kind != "unload":
            continue
        facility = day.facilities[moment.record.visit.facility or ""]
        types = {parcel.load_type for parcel in moment.unloaded if parcel.load_type is not None}
        refused = set() if facility.accepts is None else types - facility.accepts
        if refused:
            yield violation(
                "R335",
                f"{facility.id} does not accept {named(refused)} (visit {moment.record.number}).",
                vehicle=replay.vehicle.id,
                amount=len(refused),
            )
        if moment.shipped:
            yield violation(
                "R306",
                f"{replay.vehicle.id} unloads at {facility.id} with {named(set(moment.shipped))} aboard.",
                vehicle=replay.vehicle.id,
                task=moment.shipped[0],
                amount=len(moment.shipped),
            )
    left = along[-1].collected
    if day.problem.rules.end_empty and left:
        yield violation(
            "R338",
            f"{replay.vehicle.id} ends with what {left} tasks gave still aboard.",
            vehicle=replay.vehicle.id,
            amount=left,
        )


def intake(day: Day, replays: Sequence[Replay]) -> Iterator[Violation]:
    """Check what each facility takes in over the whole plan, per dimension."""
    for facility in day.facilities.values():
        if facility.intake is None:
            continue
        parcels = [
            parcel
            for replay in replays
            for moment in moments(day, replay)
            if moment.record is not None and moment.record.visit.facility == facility.id
            for parcel in moment.unloaded
        ]
        for position, (name, most) in enumerate(zip(day.problem.dimensions, facility.intake, strict=False)):
            total = sum(parcel.amounts[position] for parcel in parcels)
            if total > most:
                yield violation(
                    "R337",
                    f"{facility.id} would take in {total} {name}; it takes {most}.",
                    amount=total - most,
                    unit=name,
                )

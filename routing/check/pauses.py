"""Pauses: driving rests and the breaks of a vehicle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.domain.plan import Violation
from data.domain.problem import Break, Rest
from routing.check.replay import Day, Leg, Replay, VisitRecord
from routing.check.wording import violation


def pauses(day: Day, replay: Replay) -> Iterator[Violation]:
    """Check that each break is taken once, and that driving between rests is within its limit."""
    yield from _breaks(replay)
    rest = day.problem.rules.rest
    if rest is not None:
        for driven_s in _driving_between_resets(replay, rest):
            over_s = driven_s - rest.after_driving_s
            if over_s > 0:
                yield violation(
                    "R319",
                    f"{replay.vehicle.id} drives {driven_s} s without a rest of {rest.duration_s} s; "
                    f"{rest.after_driving_s} s are allowed.",
                    vehicle=replay.vehicle.id,
                    amount=over_s,
                    unit="s",
                )


def _breaks(replay: Replay) -> Iterator[Violation]:
    """Match breaks with visits (maximum bipartite matching) and report those without a partner."""
    records = [record for record in replay.records if record.visit.kind == "break"]
    breaks = sorted(replay.vehicle.breaks, key=lambda each: (each.window[1], each.window[0]))
    taken: dict[int, int] = {}  # visit → break
    for number, required in enumerate(breaks):
        if _match_break(number, records, breaks, taken, set()):
            continue
        low, high = required.window
        yield violation(
            "R318",
            f"{replay.vehicle.id} takes no break of {required.duration_s} s that starts in {low}–{high} s.",
            vehicle=replay.vehicle.id,
            amount=required.duration_s,
            unit="s",
        )
    for position, record in enumerate(records):
        if position not in taken:
            text = f"Visit {record.number} is a break that {replay.vehicle.id} does not have."
            yield violation("R318", text, vehicle=replay.vehicle.id)


def _match_break(
    number: int,
    records: Sequence[VisitRecord],
    breaks: Sequence[Break],
    taken: dict[int, int],
    tried: set[int],
) -> bool:
    """Match a break with a visit along an augmenting path."""
    for position, record in enumerate(records):
        if position in tried or not _fits(record, breaks[number]):
            continue
        tried.add(position)
        if position not in taken or _match_break(taken[position], records, breaks, taken, tried):
            taken[position] = number
            return True
    return False


def _fits(record: VisitRecord, required: Break) -> bool:
    long_enough = record.departure_s - record.start_s >= required.duration_s
    return long_enough and required.window[0] <= record.start_s <= required.window[1]


def _driving_between_resets(replay: Replay, rest: Rest) -> Iterator[int]:
    """Seconds driven between each two resets, with legs split in favour of the plan.

    A pause on the road divides its leg. Where a leg has more time than its drive takes, driving early is
    best: it fills the part before a reset up to the limit and leaves the least for the part after it, but
    no less than what the later parts have no time for.
    """
    driven_s = min(replay.vehicle.underway.driven_s, rest.after_driving_s)
    for leg in replay.legs:
        for part_s, reset in _split(leg, driven_s, rest):
            driven_s += part_s
            if reset:
                yield driven_s
                driven_s = 0
    yield driven_s


def _split(leg: Leg, driven_s: int, rest: Rest) -> Iterator[tuple[int, bool]]:
    """Parts of a leg's drive, each with whether a reset follows."""
    left_s = leg.driving_s or 0
    elapsed_s = _elapsed_s(leg)
    for number, record in enumerate(leg.pauses):
        room_s = max(0, rest.after_driving_s - driven_s)
        most_s = min(left_s, elapsed_s[number], room_s)
        part_s = max(most_s, left_s - sum(elapsed_s[number + 1 :]))
        reset = _waits(record, rest) or record.departure_s - record.start_s >= rest.duration_s
        yield part_s, reset
        left_s -= part_s
        driven_s = 0 if reset else driven_s + part_s
    yield left_s, _waits(leg.destination, rest)


def _elapsed_s(leg: Leg) -> list[int]:
    """Time on the road before each pause, and before the destination."""
    parts: list[int] = []
    moment_s = leg.origin.departure_s
    for record in (*leg.pauses, leg.destination):
        on_road = not record.is_pause or record.place is None
        parts.append(max(0, record.arrival_s - moment_s) if on_road else 0)
        moment_s = record.departure_s
    return parts


def _waits(record: VisitRecord, rest: Rest) -> bool:
    """Whether the wait before a start is as long as a rest."""
    return record.start_s - record.arrival_s >= rest.duration_s

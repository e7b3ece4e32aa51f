"""Driving rest and the vehicle's breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.domain.plan import Violation
from data.domain.problem import Break, Rest
from routing.check.replay import Day, Halt, Leg, Replay
from routing.check.wording import violation


def pauses(day: Day, replay: Replay) -> Iterator[Violation]:
    """Breaks of the vehicle, each once; driving never longer than allowed between rests."""
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
    """Give as many breaks of the vehicle as can be a visit of their own, whatever their order."""
    halts = [halt for halt in replay.halts if halt.visit.kind == "break"]
    breaks = sorted(replay.vehicle.breaks, key=lambda each: (each.window[1], each.window[0]))
    taken: dict[int, int] = {}  # which break each halt stands for
    for number, wanted in enumerate(breaks):
        if _given_a_halt(number, halts, breaks, taken, set()):
            continue
        low, high = wanted.window
        yield violation(
            "R318",
            f"{replay.vehicle.id} takes no break of {wanted.duration_s} s that starts in {low}–{high} s.",
            vehicle=replay.vehicle.id,
            amount=wanted.duration_s,
            unit="s",
        )
    for position, halt in enumerate(halts):
        if position not in taken:
            text = f"Visit {halt.number} is a break that {replay.vehicle.id} does not have."
            yield violation("R318", text, vehicle=replay.vehicle.id)


def _given_a_halt(
    number: int, halts: Sequence[Halt], breaks: Sequence[Break], taken: dict[int, int], tried: set[int]
) -> bool:
    """Match a break with a halt, moving breaks matched before to others (an augmenting path)."""
    for position, halt in enumerate(halts):
        if position in tried or not _takes(halt, breaks[number]):
            continue
        tried.add(position)
        if position not in taken or _given_a_halt(taken[position], halts, breaks, taken, tried):
            taken[position] = number
            return True
    return False


def _takes(halt: Halt, wanted: Break) -> bool:
    long_enough = halt.departure_s - halt.start_s >= wanted.duration_s
    return long_enough and wanted.window[0] <= halt.start_s <= wanted.window[1]


def _driving_between_resets(replay: Replay, rest: Rest) -> Iterator[int]:
    """Seconds driven in each stretch between two resets, split inside legs as kindly as times permit.

    A pause on the road divides its leg at the moment it begins. Where a leg has more time than its
    drive needs, driving early is best: it fills the stretch before a reset up to the limit and
    leaves the least for the stretch after it; but never less than the later parts have no time for.
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
    """Parts of a leg's drive, and whether the stretch is reset after each."""
    left_s = leg.driving_s or 0
    elapsed_s = _elapsed_s(leg)
    for number, halt in enumerate(leg.pauses):
        room_s = max(0, rest.after_driving_s - driven_s)
        most_s = min(left_s, elapsed_s[number], room_s)
        part_s = max(most_s, left_s - sum(elapsed_s[number + 1 :]))
        reset = _waits(halt, rest) or halt.departure_s - halt.start_s >= rest.duration_s
        yield part_s, reset
        left_s -= part_s
        driven_s = 0 if reset else driven_s + part_s
    yield left_s, _waits(leg.destination, rest)


def _elapsed_s(leg: Leg) -> list[int]:
    """Time on the road before each pause, and before the destination."""
    parts: list[int] = []
    moment_s = leg.origin.departure_s
    for halt in (*leg.pauses, leg.destination):
        on_road = not halt.is_pause or halt.place is None
        parts.append(max(0, halt.arrival_s - moment_s) if on_road else 0)
        moment_s = halt.departure_s
    return parts


def _waits(halt: Halt, rest: Rest) -> bool:
    """Whether the idle wait before a start is as long as a rest."""
    return halt.start_s - halt.arrival_s >= rest.duration_s

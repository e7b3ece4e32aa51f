"""Turn pickup requests into tasks; what cannot be planned is set aside with a reason and what to do.

A request becomes one task per load type, because load types may not be allowed aboard together. A limit of
mass or height at its place becomes a skill, which vehicles that are small enough hold.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.domain.errors import NotFoundError
from data.domain.places import LonLat
from data.domain.problem import Task, Window
from data.domain.rule_sets import RefusalRule, RuleSet
from data.store.network.fleet import Vehicle
from data.store.plans.tables import UnassignedGroup
from data.store.requests.pickup_requests import Material, PickupRequest, RequestItem, RequestWithItems
from network.profiles.profile import load_profile

PENALTY_BASE_CNY = 500.0
PENALTY_PER_PRIORITY_CNY = 40.0
PENALTY_MANDATORY_CNY = 100_000.0
PENALTY_PER_DAY_CNY, RISES_FROM_DAYS, MAX_LATE_DAYS = 300.0, 5, 30
"""Price of leaving a task out: 500 CNY + 40 CNY per point of priority (0 to 100), and 300 CNY for each day
that its due date is nearer than five days away, or past (by 30 days at most).

At the lowest priority about what a truck costs that drives three hours for one request, so that a
request is left out when no truck has room or time for it rather than to save a detour. A mandatory
request costs far more than any route: it is left out only where nothing else is possible, and then
the rest of the day is still planned.
"""

PlaceRow = Callable[[LonLat], int]
Limit = tuple[str, float]
"""A figure of a road profile, and the most it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A request, or its part of one load type, that enters no route, and why."""

    request_id: int
    load_type: str | None
    code: str
    reason: str
    group: UnassignedGroup
    details: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a request that a task stands for: its items of one load type."""

    request: RequestWithItems
    load_type: str
    items: tuple[RequestItem, ...]

    @property
    def request_id(self) -> int:
        """The request's row."""
        assert self.request.request.id is not None
        return self.request.request.id


class TaskBuilder:
    """Builds the tasks of a day from its requests.

    Attributes
    ----------
    tasks, parts
        The tasks, and the part of a request that each stands for, by its id.
    set_aside
        Requests, or parts of them, that enter no route.
    """

    def __init__(self, materials: Mapping[str, Material], rule_set: RuleSet, place_row: PlaceRow) -> None:
        self._materials = materials
        self._rule_set = rule_set
        self._place_row = place_row
        self.tasks: list[Task] = []
        self.parts: dict[str, Part] = {}
        self.set_aside: list[SetAside] = []

    def add(self, row: RequestWithItems) -> None:
        """Add the tasks of a request, and set aside what cannot be planned."""
        windows = merged_windows(row.request.windows)
        if windows is None:
            self._needs_correcting(row, f"windows that cannot be read: {row.request.windows!r}")
            return
        if not row.items:
            self._needs_correcting(row, "no items")
            return
        parts = [self._without_refused(part) for part in self._parts_of(row)]
        planned = [part for part in parts if part.items]
        for part in planned:
            ref = row.request.ref
            self._add_task(ref if len(planned) == 1 else f"{ref}/{part.load_type}", part, windows)

    def _parts_of(self, row: RequestWithItems) -> list[Part]:
        found: dict[str, list[RequestItem]] = defaultdict(list)
        for item in row.items:
            found[self._materials[item.material_ref].load_type].append(item)
        return [Part(row, load_type, tuple(items)) for load_type, items in sorted(found.items())]

    def _without_refused(self, part: Part) -> Part:
        """The part without items that may not travel, which are set aside."""
        refusals = [
            (item, self._rule_set.refusal_of(part.load_type, item.condition.value)) for item in part.items
        ]
        for item, refusal in refusals:
            if refusal is not None:
                self.set_aside.append(_refused(part, item, refusal))
        return Part(
            part.request, part.load_type, tuple(item for item, refusal in refusals if refusal is None)
        )

    def _add_task(self, identity: str, part: Part, windows: tuple[Window, ...]) -> None:
        request = part.request.request
        skills = {skill(limit) for limit in limits_of(request)}
        for item in part.items:
            skills.update(self._materials[item.material_ref].skills)
            skills.update(self._rule_set.certificates_for(part.load_type, item.condition.value))
        self.parts[identity] = part
        self.tasks.append(
            Task(
                id=identity,
                place=self._place_row(LonLat(request.lon, request.lat)),
                demand=(
                    whole(item.kg for item in part.items),
                    whole(item.litres for item in part.items),
                ),
                service_s=sum(
                    self._materials[item.material_ref].service_s * item.quantity for item in part.items
                ),
                windows=windows,
                skills=frozenset(skills),
                load_type=part.load_type,
                penalty=penalty_cny(
                    request.priority, mandatory=request.mandatory, days_left=_days_left(request)
                ),
            )
        )

    def _needs_correcting(self, row: RequestWithItems, what: str) -> None:
        assert row.request.id is not None
        self.set_aside.append(
            SetAside(
                request_id=row.request.id,
                load_type=None,
                code="R252",
                reason=f"The request has {what}. Correct it and plan again.",
                group=UnassignedGroup.NEEDS_CORRECTING,
            )
        )


def _refused(part: Part, item: RequestItem, refusal: RefusalRule) -> SetAside:
    return SetAside(
        request_id=part.request_id,
        load_type=part.load_type,
        code="R251",
        reason=f"{refusal.reason_en}.",
        group=UnassignedGroup.NO_TRUCK_CAN,
        details={
            "reason_zh": refusal.reason_zh,
            "material": item.material_ref,
            "quantity": item.quantity,
            "condition": item.condition.value,
            "rule": refusal.provenance.id,
            "source": refusal.provenance.source,
        },
    )


def penalty_cny(priority: int, *, mandatory: bool, days_left: int | None = None) -> float:
    """Price of leaving a task out; see `PENALTY_BASE_CNY`. `days_left` to its due date, negative after it."""
    if mandatory:
        return PENALTY_MANDATORY_CNY
    nearer = (
        0 if days_left is None else min(max(RISES_FROM_DAYS - days_left, 0), RISES_FROM_DAYS + MAX_LATE_DAYS)
    )
    return PENALTY_BASE_CNY + PENALTY_PER_PRIORITY_CNY * priority + PENALTY_PER_DAY_CNY * nearer


def _days_left(request: PickupRequest) -> int | None:
    return None if request.due_date is None else (request.due_date - request.date).days


def whole(amounts: Iterable[float]) -> int:
    """The sum rounded up to a whole unit, apart from the rounding errors of adding floats."""
    return math.ceil(round(sum(amounts), 6))


def merged_windows(windows: Sequence[Sequence[int]]) -> tuple[Window, ...] | None:
    """Sort windows and join those that overlap or touch; None where one cannot be read."""
    merged: list[Window] = []
    try:
        pairs = sorted((int(first), int(last)) for first, last in windows)
    except (TypeError, ValueError):
        return None
    for first, last in pairs:
        if first > last or first < 0:
            return None
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


# -- limits of access ------------------------------------------------------------------------------


def limits_of(request: PickupRequest) -> frozenset[Limit]:
    """Limits on the vehicles that reach a request."""
    figures = {"mass_t": request.max_mass_t, "height_m": request.max_height_m}
    return frozenset((figure, most) for figure, most in figures.items() if most is not None)


def skill(limit: Limit) -> str:
    """The skill that stands for being small enough, as people read it."""
    figure, most = limit
    return f"mass \u2264 {most:g} t" if figure == "mass_t" else f"height \u2264 {most:g} m"


def access_skills(row: Vehicle, limits: Iterable[Limit]) -> frozenset[str]:
    """Skills of the limits that a truck keeps, by its own figures or else by those of its road profile.

    None where its profile is unknown; such a truck is named when its roads are looked up.
    """
    try:
        figures = load_profile(row.profile)
    except NotFoundError:
        return frozenset()
    own = {"mass_t": row.mass_t, "height_m": row.height_m}

    def keeps(limit: Limit) -> bool:
        figure, most = limit
        size = own[figure]
        return (getattr(figures, figure) if size is None else size) <= most

    return frozenset(skill(limit) for limit in limits if keeps(limit))

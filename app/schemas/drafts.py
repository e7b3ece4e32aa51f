"""Shapes of changes by hand. Stops are named by the `task` of a visit, trucks by their reference."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.schemas.common import Answer
from app.schemas.plans import MOST_SEARCH_S, LinkOut, LocksOut, RouteOut, Status, UnassignedOut, ViolationOut
from data.store.plans.continuation import Reason

Name = Annotated[str, Field(min_length=1, max_length=130)]
Kind = Literal[
    "move", "insert", "remove", "reverse", "swap", "reorder", "lock_route", "unlock_route", "pin", "unpin",
    "exclude", "include", "force", "unforce",
]  # fmt: skip
_NEEDS: dict[str, tuple[str, ...]] = {
    "move": ("task", "vehicle"),
    "insert": ("task", "vehicle"),
    "reverse": ("vehicle",),
    "swap": ("vehicle", "other"),
    "reorder": ("vehicle", "tasks"),
    "lock_route": ("vehicle",),
    "unlock_route": ("vehicle",),
}
_ALSO: dict[str, tuple[str, ...]] = {"move": ("position",), "insert": ("position",)}


class RevisionIn(BaseModel):
    """The revision of the plan that the caller has seen."""

    model_config = ConfigDict(extra="forbid")
    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]


class EditIn(RevisionIn):
    """One change. `position` counts the truck's stops before it, the stop itself left out; none: the best."""

    kind: Kind
    task: Name | None = None
    vehicle: Name | None = None
    other: Name | None = None
    position: Annotated[int | None, Field(ge=0, le=10_000)] = None
    tasks: Annotated[list[Name] | None, Field(max_length=10_000)] = None

    @model_validator(mode="after")
    def _fitting(self) -> EditIn:
        needed = _NEEDS.get(self.kind, ("task",))
        given = {
            key for key in ("task", "vehicle", "other", "position", "tasks") if getattr(self, key) is not None
        }
        missing = sorted(set(needed) - given)
        if missing:
            raise ValueError(f"{self.kind} needs {', '.join(missing)}")
        foreign = sorted(given - set(needed) - set(_ALSO.get(self.kind, ())))
        if foreign:
            raise ValueError(f"{self.kind} takes no {', '.join(foreign)}")
        return self


class EditedOut(Answer):
    """What a change did: the routes that changed, and everything that is the plan's as a whole."""

    id: str
    revision: int
    can_undo: bool
    can_redo: bool
    figures: dict[str, Any]
    violations: list[ViolationOut]
    locks: LocksOut
    routes: list[RouteOut]
    dropped_routes: Annotated[list[int], Field(description="Ids of routes that have no stop any more.")]
    unassigned: list[UnassignedOut]


class OfferOut(Answer):
    """The best place for a stop on one truck, what it adds, and what it would break."""

    vehicle: str
    position: int
    extra_cost: float
    extra_m: int
    extra_s: int
    violations: list[ViolationOut]


class OffersOut(Answer):
    """Where a stop could go; those that keep the rules first, then by cost.

    `here` is what it costs where it is: null for a stop that is left out.
    """

    task: str
    here: OfferOut | None
    offers: list[OfferOut]


class HistoryOut(Answer):
    """One state in a plan's history; `edit` is empty for the plan as it was made."""

    number: int
    edit: dict[str, Any]
    by: str | None
    at: str
    current: bool


class GeometryOut(Answer):
    """The road of a route: an encoded polyline with six decimals, latitude first."""

    number: int
    geometry: str


class CopyIn(BaseModel):
    """What to call the copy."""

    model_config = ConfigDict(extra="forbid")
    label: Annotated[str, Field(max_length=100)] = ""


class AgainIn(CopyIn):
    """Plan again, keeping what is locked; `seconds` is search time, by default the installation's."""

    seconds: Annotated[float | None, Field(gt=0, le=MOST_SEARCH_S)] = None


class RestIn(AgainIn):
    """How the rest of a day is planned again.

    `out`: trucks, by reference, that take nothing more. `most_moved`: stops that may change their truck at
    most, those of trucks that are out not counted. `from_s`: seconds after midnight of the plan's date from
    when on, by default as soon as the plan can be there.
    """

    reasons: Annotated[list[Reason], Field(max_length=len(get_args(Reason)))] = []
    out: Annotated[list[Name], Field(max_length=1000)] = []
    most_moved: Annotated[int | None, Field(ge=0, le=10_000)] = None
    from_s: Annotated[int | None, Field(ge=0, le=172_800)] = None


class AgainstQuery(BaseModel):
    """The plan to compare with."""

    against: Annotated[str, Field(min_length=1, max_length=32)]


class MovedOut(Answer):
    """A stop that another truck serves now."""

    task: str
    request: str | None
    vehicle: str | None


class RetimedOut(Answer):
    """A stop that begins at another time."""

    task: str
    request: str | None
    before_s: int
    after_s: int


class RouteChangeOut(Answer):
    """What changed for one truck and its driver."""

    vehicle: str
    plate: str
    driver: str | None
    added: Annotated[list[MovedOut], Field(description="`vehicle`: who served it before; null: nobody.")]
    removed: Annotated[list[MovedOut], Field(description="`vehicle`: who serves it now; null: nobody.")]
    reordered: Annotated[bool, Field(description="Whether stops that stay come in another order.")]
    retimed: list[RetimedOut]
    leaves_s: tuple[int | None, int | None]
    back_s: tuple[int | None, int | None]


class ChangesOut(Answer):
    """What one plan changes against another."""

    plan_id: str
    against: str
    cost: tuple[float, float]
    figures: tuple[dict[str, Any], dict[str, Any]]
    served: list[MovedOut]
    left_out: list[MovedOut]
    routes: list[RouteChangeOut]


class PublishedOut(Answer):
    """What publishing made."""

    id: str
    status: Status
    version: int
    published_at: str
    links: list[LinkOut]
    changes: Annotated[
        ChangesOut | None, Field(description="Against the plan that was published before; null: none was.")
    ] = None

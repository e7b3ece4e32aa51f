"""Models of plan edits. Stops are identified by the `task` of a visit, trucks by their reference."""

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
    """The revision of the plan that the caller has read."""

    model_config = ConfigDict(extra="forbid")
    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]


class EditIn(RevisionIn):
    """One edit. `position` counts the truck's other stops before it; null selects the best position."""

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
    """Result of an edit: the routes that changed, and the plan's totals."""

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
    """The best position of a stop on one truck, its cost, and the rules it would break."""

    vehicle: str
    position: int
    extra_cost: float
    extra_m: int
    extra_s: int
    violations: list[ViolationOut]


class OffersOut(Answer):
    """Possible positions of a stop; those that keep the rules first, then by cost.

    `here` is the cost of the current position: null for an unassigned stop.
    """

    task: str
    here: OfferOut | None
    offers: list[OfferOut]


class HistoryOut(Answer):
    """One state in a plan's history; `edit` is empty for the original plan."""

    number: int
    edit: dict[str, Any]
    by: str | None
    at: str
    current: bool


class GeometryOut(Answer):
    """The geometry of a route: an encoded polyline with six decimals, latitude first."""

    number: int
    geometry: str


class CopyIn(BaseModel):
    """The label of the copy."""

    model_config = ConfigDict(extra="forbid")
    label: Annotated[str, Field(max_length=100)] = ""


class AgainIn(CopyIn):
    """Options of replanning with locks; `seconds` is search time, by default the installation's."""

    seconds: Annotated[float | None, Field(gt=0, le=MOST_SEARCH_S)] = None


class RestIn(AgainIn):
    """Options of replanning the rest of a day.

    `out`: references of trucks that are out of service. `most_moved`: maximum number of stops that change
    their truck, not counting those of trucks out of service. `from_s`: start in seconds after midnight of the
    plan's date, by default as soon as the plan can be ready.
    """

    reasons: Annotated[list[Reason], Field(max_length=len(get_args(Reason)))] = []
    out: Annotated[list[Name], Field(max_length=1000)] = []
    most_moved: Annotated[int | None, Field(ge=0, le=10_000)] = None
    from_s: Annotated[int | None, Field(ge=0, le=172_800)] = None


class AgainstQuery(BaseModel):
    """The plan to compare with."""

    against: Annotated[str, Field(min_length=1, max_length=32)]


class MovedOut(Answer):
    """A stop that is now served by another truck."""

    task: str
    request: str | None
    vehicle: str | None


class RetimedOut(Answer):
    """A stop whose service starts at another time."""

    task: str
    request: str | None
    before_s: int
    after_s: int


class RouteChangeOut(Answer):
    """Changes for one truck and its driver."""

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
    """Differences between a plan and another."""

    plan_id: str
    against: str
    cost: tuple[float, float]
    figures: tuple[dict[str, Any], dict[str, Any]]
    served: list[MovedOut]
    left_out: list[MovedOut]
    routes: list[RouteChangeOut]


class PublishedOut(Answer):
    """Result of publishing a plan."""

    id: str
    status: Status
    version: int
    published_at: str
    links: list[LinkOut]
    changes: Annotated[
        ChangesOut | None, Field(description="Against the plan that was published before; null: none was.")
    ] = None

"""Pydantic models of VROOM's input: jobs, shipments, vehicles with breaks and steps.

Unknown keys are ignored, as VROOM does. Faults have code F301 and use VROOM's terms. Values that depend on
the rest of the document (the number of amounts, custom matrices) are checked against the context, `Known`.

References
----------
VROOM, docs/API.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, ClassVar, cast, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic import ValidationInfo as Info
from pydantic_core import InitErrorDetails, PydanticCustomError

from data.domain.fault_list import excerpt
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from data.domain.problem import Window
from routing.formats.documents import is_finite
from routing.formats.native.fields import MAX_AMOUNT
from routing.formats.validation import refusal
from routing.formats.vroom.types import DEFAULT_PER_HOUR, GivenStepType, Step, StepType

MAX_TIMESTAMP = 2**40
_STEP_TYPES: tuple[str, ...] = get_args(GivenStepType)


@dataclass(frozen=True, slots=True)
class Known:
    """Validation context: properties of the document that single values are checked against.

    Attributes
    ----------
    size
        Number of amounts: that of the first vehicle's capacity, which all others must match.
    profiles
        Profiles of the custom matrices; empty if there are none.
    rows
        Rows of the smallest custom matrix.
    """

    size: int
    profiles: frozenset[str] = frozenset()
    rows: int = 0


def is_whole(value: object) -> bool:
    """Return whether a JSON value is a whole number; VROOM accepts 3 but not 3.0."""
    return isinstance(value, int) and not isinstance(value, bool)


def invalid(cause: str, action: str) -> PydanticCustomError:
    """Return an F301 error in VROOM's terms."""
    return refusal("F301", cause, action)


def _amounts(value: object, info: Info) -> tuple[int, ...]:
    size, key = cast(Known, info.context).size, info.field_name
    if not isinstance(value, list) or not all(is_whole(each) and 0 <= each <= MAX_AMOUNT for each in value):
        raise invalid(f"Invalid {key} array.", "Give whole numbers, 0 or more.")
    if len(value) != size:
        cause = f"Inconsistent {key} length: {len(value)} instead of {size}."
        raise invalid(cause, "Give as many amounts as vehicles have capacities.")
    return tuple(value)


def _old_amount(value: object, info: Info) -> tuple[int, ...]:
    """Read `amount` of a job, the deprecated name of `delivery`."""
    return () if {"delivery", "pickup"} & info.data["given"].keys() else _amounts(value, info)


def _id(value: object, info: Info) -> int:
    if not is_whole(value) or not 0 <= cast(int, value) < 2**64:
        cause = f"Invalid or missing id for {info.data['kind']}."
        raise invalid(cause, "Give a whole number, 0 or more.")
    return cast(int, value)


def _absent() -> Any:
    """Return the default of a key that may be omitted but not null."""
    return None


def _skills(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(is_whole(each) for each in value):
        raise invalid("Invalid skills object.", "Give a list of whole numbers.")
    return frozenset(str(each) for each in value)


def _position(value: object, info: Info) -> LonLat | None:
    if value is None:
        return None
    pair = value[:2] if isinstance(value, list) and len(value) >= 2 else []
    if not pair or not all(map(is_finite, pair)) or not (-180 <= pair[0] <= 180 and -90 <= pair[1] <= 90):
        cause = f"Invalid {info.field_name} array: {excerpt(value)}."
        raise invalid(cause, "Give [lon, lat] in degrees.")
    return LonLat(float(pair[0]), float(pair[1]))


def _require_location(value: LonLat | None, info: Info) -> LonLat | None:
    """Require a location of every task if there are no custom matrices."""
    given = info.data["given"].keys()
    if not cast(Known, info.context).profiles and not {"location", "location_index"} & given:
        raise invalid(f"Missing location for {info.data['kind']} {info.data.get('id')}.", "Add it.")
    return value


def _row(value: object, info: Info) -> int | None:
    """Check that a row exists in the custom matrices; without custom matrices, ignore it."""
    known, key, given = cast(Known, info.context), str(info.field_name), info.data["given"]
    if not known.profiles:
        return None
    if value is None:
        if given.get(key.removesuffix("_index")) is not None:
            raise invalid(f"Missing {key}.", "Add it: there are custom matrices.")
        if key == "location_index" and not {"location", key} & given.keys():
            raise invalid(f"Missing {key} for {info.data['kind']} {info.data.get('id')}.", "Add it.")
        return None
    if not is_whole(value) or not 0 <= cast(int, value) < known.rows:
        raise invalid(f"{key} exceeding matrix size: {excerpt(value)}.", "Correct it.")
    return cast(int, value)


def _require_start_or_end(value: int | None, info: Info) -> int | None:
    """Require a start or an end of a vehicle; the fault refers to the vehicle, not to a key."""
    if not {"start", "end", "start_index", "end_index"} & info.data["given"].keys():
        cause = f"No start or end specified for vehicle {info.data.get('id')}."
        raise PydanticCustomError("vehicle", "{cause}", {"cause": cause, "action": "Give one of them."})
    return value


def _window(value: object) -> Window | None:
    if value is None:
        return None
    pair = value if isinstance(value, list) and len(value) == 2 and all(map(is_whole, value)) else None
    if pair is None or not 0 <= pair[0] <= pair[1] <= MAX_TIMESTAMP:
        raise invalid(f"Invalid time window: {excerpt(value)}.", "Give [start, end] in seconds.")
    return pair[0], pair[1]


def _windows(value: object, info: Info) -> tuple[Window, ...]:
    what = f"{info.data.get('kind')} {info.data.get('id')}"
    if not isinstance(value, list):
        raise invalid(f"Invalid time_windows for {what}.", "Give a list of [start, end].")
    if not value:
        raise invalid(f"Empty time windows for {what}.", "Leave time_windows out, or give one.")
    found: list[Window] = []
    errors: list[InitErrorDetails] = []
    for position, each in enumerate(value):
        try:
            window = _window(each)
        except PydanticCustomError as error:
            errors.append(InitErrorDetails(type=error, loc=(position,), input=each))
        else:
            found += [] if window is None else [window]
    if any(later[0] <= earlier[1] for earlier, later in pairwise(found)):
        overlap = invalid(f"Unsorted or overlapping time-windows for {what}.", "Sort and join them.")
        errors.append(InitErrorDetails(type=overlap, loc=(), input=value))
    if errors:
        raise ValidationError.from_exception_data("windows", errors)
    return tuple(found)


def _per_type(value: object, info: Info) -> object:
    if not isinstance(value, dict):
        raise invalid(f"Invalid {info.field_name} object.", "Give seconds by type of vehicle.")
    return value


def _speed_factor(value: object) -> float:
    if not is_finite(value) or not 0.01 <= cast(float, value) <= 5:
        raise invalid(f"Invalid speed_factor: {excerpt(value)}.", "Give a number from 0.01 to 5.")
    return round(float(cast(float, value)), 2)


def _profile(value: object, info: Info) -> str:
    profiles = cast(Known, info.context).profiles
    if not isinstance(value, str) or (profiles and value not in profiles):
        raise invalid(f"Invalid profile: {value}.", "Name one that has a matrix.")
    return value


def _step_type(value: object, info: Info) -> str:
    found = next((known for known in _STEP_TYPES if known == value), None)
    if found is None:
        raise invalid(
            "Invalid type in steps for vehicle {vehicle}.", f"Give one of {', '.join(_STEP_TYPES)}."
        )
    return found


def _step_id(value: object, info: Info) -> int:
    type_ = info.data.get("type")
    if type_ in (None, "start", "end"):
        return 0
    if not is_whole(value) or cast(int, value) < 0:
        raise invalid("Invalid id in steps for vehicle {vehicle}.", f"Give the id of the {type_}.")
    return cast(int, value)


def _moment(value: object, info: Info) -> int | None:
    if value is not None and not (is_whole(value) and 0 <= cast(int, value) <= MAX_TIMESTAMP):
        raise invalid(f"Invalid {info.field_name} value.", "Give seconds, a whole number, 0 or more.")
    return cast("int | None", value)


Whole = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
Priority = Annotated[int, Field(strict=True, ge=0, le=100)]
Amounts = Annotated[tuple[int, ...], PlainValidator(_amounts)]
Skills = Annotated[frozenset[str], PlainValidator(_skills)]
Position = Annotated[LonLat | None, PlainValidator(_position)]
TaskLocation = Annotated[
    LonLat | None, PlainValidator(_position), AfterValidator(_require_location), Field(validate_default=True)
]
Row = Annotated[int | None, PlainValidator(_row), Field(validate_default=True)]
Windows = Annotated[tuple[Window, ...], PlainValidator(_windows)]
PerType = Annotated[dict[str, Whole], BeforeValidator(_per_type)]
Moment = Annotated[int | None, PlainValidator(_moment)]


class Entry(BaseModel):
    """Base of the mappings of a request.

    Attributes
    ----------
    kind
        VROOM's name of the kind of entry.
    given
        The mapping as written in the document.
    """

    KIND: ClassVar[str] = ""
    kind: str = ""
    given: dict[str, Any] = {}
    id: Annotated[int, PlainValidator(_id), Field(validate_default=True)] = -1
    description: Any = None

    @model_validator(mode="before")
    @classmethod
    def _note_given(cls, value: Any) -> Any:
        return {**value, "kind": cls.KIND, "given": value} if isinstance(value, dict) else value


class _Work(Entry):
    """Common fields of a job and of one end of a shipment."""

    location: TaskLocation = None
    location_index: Row = None
    setup: Whole = 0
    service: Whole = 0
    setup_per_type: PerType = {}
    service_per_type: PerType = {}
    time_windows: Windows = ()

    def step(self, places: dict[LonLat, int]) -> Step | None:
        """Return the step at a row of the custom matrices or at a new place; None if it has no location."""
        place = self.location_index
        if place is None and self.location is not None:
            place = places.setdefault(self.location, len(places))
        if place is None:
            return None
        echoed = ("location", "location_index", "description")
        return Step(
            type=cast(StepType, self.kind),
            id=self.id,
            place=place,
            setup=self.setup,
            service=self.service,
            setup_per_type=self.setup_per_type,
            service_per_type=self.service_per_type,
            windows=self.time_windows,
            echo={key: self.given[key] for key in echoed if key in self.given},
        )


class Job(_Work):
    """A job."""

    KIND = "job"
    amount: Annotated[tuple[int, ...], PlainValidator(_old_amount)] = ()
    delivery: Amounts = ()
    pickup: Amounts = ()
    skills: Skills = frozenset()
    priority: Priority = 0


class Pickup(_Work):
    """The pickup of a shipment."""

    KIND = "pickup"


class Delivery(_Work):
    """The delivery of a shipment."""

    KIND = "delivery"


class Shipment(Entry):
    """A shipment."""

    KIND = "shipment"
    id: Any = None
    pickup: Pickup
    delivery: Delivery
    amount: Amounts = ()
    skills: Skills = frozenset()
    priority: Priority = 0


class Costs(BaseModel):
    """Prices of a vehicle."""

    fixed: Whole = 0
    per_hour: Whole = DEFAULT_PER_HOUR
    per_task_hour: Whole = 0
    per_km: Whole = 0


class Break(Entry):
    """A break of a vehicle."""

    KIND = "break"
    time_windows: Windows = ()
    service: Whole = 0
    max_load: Amounts = Field(default_factory=_absent)


class RouteStep(BaseModel):
    """One step of the route given for a vehicle."""

    type: Annotated[str, PlainValidator(_step_type), Field(validate_default=True)] = ""
    id: Annotated[int, PlainValidator(_step_id), Field(validate_default=True)] = -1
    service_at: Moment = None
    service_after: Moment = None
    service_before: Moment = None


class Vehicle(Entry):
    """A vehicle."""

    KIND = "vehicle"
    start: Position = None
    start_index: Row = None
    end: Position = None
    end_index: Annotated[Row, AfterValidator(_require_start_or_end)] = None
    costs: Costs = Costs()
    profile: Annotated[str, PlainValidator(_profile), Field(validate_default=True)] = DEFAULT_PROFILE
    type: str = ""
    capacity: Amounts = ()
    skills: Skills = frozenset()
    time_window: Annotated[Window | None, PlainValidator(_window)] = None
    breaks: tuple[Break, ...] = ()
    speed_factor: Annotated[float, PlainValidator(_speed_factor)] = 1.0
    max_tasks: Whole = Field(default_factory=_absent)
    max_travel_time: Whole = Field(default_factory=_absent)
    max_distance: Whole = Field(default_factory=_absent)
    steps: tuple[RouteStep, ...] = ()

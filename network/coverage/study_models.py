"""Models of a study as JSON: which values its keys may hold.

Each error of a value becomes a fault with the code of its key (`CODES`); whether the sizes of lists fit
the costs is checked by `study_rules`. Costs are checked by the row, not the cell.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    ValidationError,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from data.domain.fault_list import FaultList, excerpt, json_path, without_surrogates
from data.domain.study import MODELS, Measure, SitingModel

Floats = NDArray[np.float64]
FAR = 1e15
"""A cost above this means that there is no path: people write 1e18 or 9e99 for it."""

MAX_CELLS = 20_000_000
"""Places × columns of one study. Such a matrix takes 160 MB, and reading it from JSON ten times that."""

MISSING = "It is missing."
MAX_FAULTS = 50
_NO_PATH = -1
_BAD_COST = PydanticCustomError("cost", "This is not a cost.")
_NAMES = frozenset({"names", "townships", "groups", "site_names", "site_groups"})
_WHOLE_LISTS = _NAMES | {"bands", "stages", "stage_weights", "stage_years"}
"""Keys of which a fault names the whole list."""


def refusal(code: str, cause: str, action: str) -> PydanticCustomError:
    """The error that a validator raises; it becomes a fault with this code."""
    cause = without_surrogates(cause)
    return PydanticCustomError("fault", "{cause}", {"code": code, "cause": cause, "action": action})


def as_float(value: object) -> float | None:
    """A JSON number as a float, ±inf where no float holds it; None for NaN and what is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    return None if math.isnan(number) else number


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read_costs(rows: Any) -> Floats:
    """A row per place; null, -1 and anything above `FAR` mean that there is no path."""
    if (
        not isinstance(rows, list)
        or not rows
        or not all(isinstance(row, list) for row in rows)
        or not rows[0]
    ):
        action = "Give a list of rows, one per place, each a list with a number per column."
        raise refusal("C105", f"{excerpt(rows)} cannot be used.", action)
    width = len(rows[0])
    if len(rows) * width > MAX_CELLS:
        cause = f"{len(rows):,} places × {width:,} columns are {len(rows) * width:,} costs."
        action = f"At most {MAX_CELLS:,} are taken: leave out columns, or join places."
        raise refusal("C109", cause, action)
    costs = np.full((len(rows), width), np.inf)
    errors: list[InitErrorDetails] = []
    for place, row in enumerate(rows):
        if len(row) == width:
            errors += [
                InitErrorDetails(type=_BAD_COST, loc=(place, column), input=row[column])
                for column in _fill(costs[place], row)
            ]
        else:
            cause = f"It has {len(row)} numbers where the first row has {width}."
            error = refusal("C105", cause, "Give one per column in every row.")
            errors.append(InitErrorDetails(type=error, loc=(place,), input=None))
        if len(errors) > MAX_FAULTS:
            break
    if errors:
        raise ValidationError.from_exception_data("costs", errors)
    return costs


def _fill(out: Floats, row: list[Any]) -> list[int]:
    """Fill in the costs of one row, whole where it holds numbers only; columns of what is not a cost."""
    if {type(each) for each in row} <= {int, float}:
        try:
            values = np.array(row, np.float64)
        except OverflowError:  # an integer beyond any float
            values = np.array([np.nan])
        if values.min() >= 0.0:
            out[:] = np.where(values > FAR, np.inf, values)
            return []
    bad = []
    for column, each in enumerate(row):
        number = as_float(each)
        if each is not None and (number is None or (number < 0 and number != _NO_PATH)):
            bad.append(column)
        elif number is not None and 0 <= number <= FAR:
            out[column] = number
    return bad


def _capped(value: object) -> object:
    """No limit: null, or a number above `FAR`."""
    number = as_float(value)
    return math.inf if value is None or (number is not None and number > FAR) else value


def _ascending(numbers: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sorted(set(numbers)))


def _not_falling(counts: tuple[int, ...]) -> tuple[int, ...]:
    if any(later < earlier for earlier, later in pairwise(counts)):
        raise refusal("C107", f"{excerpt(list(counts))} falls.", ACTIONS["stages"])
    return counts


def _rising(years: tuple[int, ...]) -> tuple[int, ...]:
    if any(later <= earlier for earlier, later in pairwise(years)):
        raise refusal("C105", f"{excerpt(list(years))} does not rise.", ACTIONS["stage_years"])
    return years


def _marked(value: object) -> object:
    """Columns marked by true in a list of true and false, as numbers."""
    if isinstance(value, list) and value and all(isinstance(each, bool) for each in value):
        return [number for number, is_marked in enumerate(value) if is_marked]
    return value


def _position(value: object) -> tuple[float, float]:
    pair = [as_float(each) for each in value] if isinstance(value, list) and len(value) == 2 else [None]
    lon, lat = pair[0], pair[-1]
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        action = "Give [longitude, latitude] in WGS-84 degrees."
        raise refusal("C106", f"{excerpt(value)} is not a coordinate.", action)
    return lon, lat


def _name(value: object) -> str:
    if not isinstance(value, str | int):
        raise refusal("C105", f"{excerpt(value)} is not a name.", "Give names.")
    return str(value)


_FINITE = Field(strict=True, allow_inf_nan=False)
Costs = Annotated[Floats, PlainValidator(_read_costs)]
Amount = Annotated[float, Field(ge=0, le=FAR), _FINITE]
Capacity = Annotated[float, Field(strict=True, ge=0), BeforeValidator(_capped)]
Price = Annotated[float, Field(ge=0), _FINITE]
Share = Annotated[float, Field(ge=0, le=1), _FINITE]
Positive = Annotated[float, Field(gt=0), _FINITE]
Count = Annotated[int, Field(strict=True, ge=1), BeforeValidator(_whole)]
WholeNumber = Annotated[int, Field(strict=True, ge=0), BeforeValidator(_whole)]
Column = Annotated[int, Field(strict=True, ge=0), BeforeValidator(_whole)]
Year = Annotated[int, Strict(), BeforeValidator(_whole)]
Word = Annotated[str, Field(min_length=1)]
Names = tuple[Annotated[str, PlainValidator(_name)], ...]
Positions = Annotated[
    tuple[Annotated[tuple[float, float], PlainValidator(_position)], ...], Field(min_length=1)
]


class StudyDocument(BaseModel):
    """Keys of a study; others are allowed and reported (`unknown`)."""

    model_config = ConfigDict(extra="ignore", arbitrary_types_allowed=True)

    model: SitingModel
    cost: Costs | None = None
    network: Word | None = None
    profile: Word = "car"
    measure: Measure = "duration_s"
    places: Positions = ()
    candidates: Positions = ()
    weights: tuple[Amount, ...] | None = None
    radius: Price | None = None
    p: Count | None = None
    capacity: tuple[Capacity, ...] | None = None
    fixed: tuple[Amount, ...] | None = None
    handling: tuple[Amount, ...] | None = None
    existing: Annotated[tuple[Column, ...], BeforeValidator(_marked)] = ()
    one_of: tuple[tuple[Column, ...], ...] = ()
    budget: Price | None = None
    groups: Names = ()
    site_groups: Names = ()
    transport: Price = 1.0
    backup: Count = 1
    share: Share = 1.0
    least_share: Any = None
    least_points: Any = None
    bands: Annotated[tuple[Positive, ...], AfterValidator(_ascending)] = ()
    townships: Names = ()
    names: Names = ()
    site_names: Names = ()
    collection: dict[str, Any] | None = None
    stages: Annotated[tuple[Count, ...], AfterValidator(_not_falling)] = ()
    stage_weights: tuple[Positive, ...] = ()
    stage_years: Annotated[tuple[Year, ...], AfterValidator(_rising)] = ()
    name: Any = None
    note: Any = None
    version: Any = None


CODES = {
    "p": "C107",
    "backup": "C107",
    "stages": "C107",
    "stage_weights": "C105",
    "stage_years": "C105",
    "collection": "C106",
}
"""Code of every fault in the value of a key; of other keys C105 for a value that is no list, else C106."""

ACTIONS = {
    "p": "Give a whole number, 1 or more.",
    "backup": "Give a whole number, 1 or more.",
    "stages": "Give whole numbers from 1, none below the one before.",
    "stage_weights": "Give a number above 0 for each stage.",
    "stage_years": "Give a year for each stage, each after the one before.",
    "bands": "Give a list of numbers above 0, such as [900, 1800, 3600].",
    "cost": "Give a cost that is not negative; null or -1 for no path.",
    "existing": "Name columns by their numbers, from 0.",
    "one_of": "Give lists of column numbers, from 0.",
    "network": "Give a name.",
    "profile": "Give a name.",
    "measure": "Use one of duration_s, distance_m.",
    "model": f"Use one of {', '.join(MODELS)}.",
    "places": "Give a list of [lon, lat].",
    "candidates": "Give a list of [lon, lat].",
    "share": "Give a number from 0 to 1.",
    "collection": 'Write {"depot": [lon, lat], …}.',
}
_LISTS = frozenset({"tuple_type", "list_type", "too_short"})


def add_value_faults(error: ValidationError, faults: FaultList) -> set[str]:
    """Add a fault for every error of a value.

    Returns
    -------
    set of str
        Keys whose values cannot be used.
    """
    bad: set[str] = set()
    seen: set[str] = set()
    errors = error.errors(include_url=False)
    with_bad_entries = {each["loc"][0] for each in errors if len(each["loc"]) > 1}
    for each in errors:
        key, place = str(each["loc"][0]), each["loc"]
        bad.add(key)
        if each["type"] == "too_short" and len(place) == 1 and key in with_bad_entries:
            continue  # the list is only short of the entries that are faults themselves
        where = key if key in _WHOLE_LISTS else json_path(place)
        if where not in seen:
            seen.add(where)
            code, cause, action = _described(key, each)
            faults.add(code, where, cause, action)
    return bad


def _described(key: str, error: Any) -> tuple[str, str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "fault":
        return context["code"], context["cause"], context["action"]
    action = ACTIONS.get(key, "Give numbers that are not negative.")
    if key == "model":
        if error["input"] is None or kind == "missing":
            return "C104", MISSING, action
        return "C103", f"There is no model {excerpt(error['input'])}.", action
    if key in ("existing", "one_of") and kind not in _LISTS:
        return "C108", f"{excerpt(error['input'])} is not a column number.", action
    code = CODES.get(key) or ("C105" if kind in _LISTS else "C106")
    return code, f"{excerpt(error['input'])} cannot be used.", action

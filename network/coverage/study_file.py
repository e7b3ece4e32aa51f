"""Siting studies as JSON files: read with every fault at once, answers written."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
from pydantic import ValidationError

from data.domain.errors import Fault, InputError
from data.domain.fault_list import FaultList
from data.domain.places import LonLat
from data.domain.study import MODELS, Measure, SitingAnswer, SitingStudy
from network.coverage.study_models import MAX_FAULTS, Floats, StudyDocument, add_value_faults, as_float
from network.coverage.study_rules import StudyRules

MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True, eq=False)
class StudyFile:
    """A study as a file states it: with a cost matrix, or with places whose ways are to be found.

    Attributes
    ----------
    cost
        float64 (n, m), or None where `places` are given.
    places, candidates
        WGS-84; empty where `cost` is given.
    bands, townships
        Limits of cost to count places by, ascending, and a name per place to count them under.
    unknown
        Keys that no study has: most often slips.
    labels
        What tells the columns apart: ``places``, ``candidates``, ``names``, ``groups``, ``site_names``,
        ``site_groups``, ``fixed``, as far as they are given.
    collection
        How points would be emptied, where that is to be priced; read by `workers.siting.collection_terms`.
    stages, stage_weights, stage_years
        Points open in each stage, how much each counts, and by which year they are open; see
        `network.siting.stages`.
    """

    values: Mapping[str, Any]
    cost: Floats | None
    network: str | None = None
    places: tuple[LonLat, ...] = ()
    candidates: tuple[LonLat, ...] = ()
    profile: str = "car"
    measure: Measure = "duration_s"
    bands: tuple[float, ...] = ()
    townships: tuple[str, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    labels: Mapping[str, Any] = field(default_factory=dict)
    collection: Mapping[str, Any] | None = None
    stages: tuple[int, ...] = ()
    stage_weights: tuple[float, ...] = ()
    stage_years: tuple[int, ...] = ()

    def study(self, cost: Floats | None = None) -> SitingStudy:
        """The study, with the matrix of the file or one worked out from its places."""
        matrix = self.cost if cost is None else cost
        assert matrix is not None
        return SitingStudy(cost=matrix, **self.values)


def read_study(stream: IO[bytes]) -> StudyFile:
    """Read a study; of one that is too large no more than what tells how large it is.

    Raises
    ------
    InputError
        Every fault at once: C101 to C110, see ``docs/reference/errors.md``.
    """
    document = _parsed(_bounded(stream))
    if not isinstance(document, dict):
        raise InputError(Fault("C102", "The study is no JSON object.", 'Write {"model": …}.', "study"))
    faults = FaultList(limit=MAX_FAULTS, overflow="C110")
    given = {key: value for key, value in document.items() if value is not None}
    if isinstance(given.get("stages"), list) and given["stages"]:
        given.setdefault("p", given["stages"][-1])  # the last stage is asked for as the others are
    if as_float(given.get("capacity")) is not None:
        given["capacity"] = _one_for_all(given) or given["capacity"]
    read = _validated(given, faults)
    rules = StudyRules(given, read, *_shape(given, read), faults)
    rules.check()
    least_share, least_points = rules.by_group()
    faults.raise_if_any()
    columns = read.candidates if "candidates" in given else read.places
    values = _values(read) | {"least_share": least_share, "least_points": least_points}
    return StudyFile(
        values=values,
        cost=read.cost,
        network=read.network,
        places=() if read.cost is not None else tuple(map(LonLat._make, read.places)),
        candidates=() if read.cost is not None else tuple(map(LonLat._make, columns)),
        profile=read.profile,
        measure=read.measure,
        bands=read.bands,
        townships=read.townships,
        unknown=tuple(sorted(set(document) - set(StudyDocument.model_fields))),
        labels=_labels(given, read),
        collection=read.collection,
        stages=read.stages,
        stage_weights=read.stage_weights,
        stage_years=read.stage_years,
    )


def _values(read: StudyDocument) -> dict[str, Any]:
    """Fields of `SitingStudy` that hold for the whole study."""
    values: dict[str, Any] = {key: getattr(read, key) for key in _PLAIN_VALUES}
    for key in ("weights", "capacity", "fixed", "handling"):
        found = getattr(read, key)
        values[key] = None if found is None else np.array(found, np.float64)
    values["existing"] = tuple(sorted(set(read.existing)))
    values["one_of"] = tuple(tuple(sorted(set(each))) for each in read.one_of)
    return values


_PLAIN_VALUES = (
    "model",
    "radius",
    "p",
    "budget",
    "groups",
    "site_groups",
    "transport",
    "backup",
    "share",
)


def _labels(given: Mapping[str, Any], read: StudyDocument) -> dict[str, Any]:
    labels = {key: given[key] for key in ("places", "candidates") if key in given}
    labels |= {key: getattr(read, key) for key in ("groups", "site_groups") if getattr(read, key)}
    if read.fixed is not None:
        labels["fixed"] = list(read.fixed)
    return labels | {"names": read.names, "site_names": read.site_names}


def _validated(given: dict[str, Any], faults: FaultList) -> StudyDocument:
    """The document's values; keys with a fault as if they were absent."""
    beside_costs = {"places", "candidates"} if "cost" in given else set()  # labels only
    usable = {key: value for key, value in given.items() if key not in beside_costs}
    while True:
        try:
            return StudyDocument.model_validate(usable)
        except ValidationError as error:
            for key in add_value_faults(error, faults):
                usable.pop(key, None)
            usable.setdefault("model", MODELS[0])


def _shape(given: Mapping[str, Any], read: StudyDocument) -> tuple[int | None, int | None]:
    """Places and columns, as far as they are known, also of costs with a fault."""
    if "cost" in given:
        rows = given["cost"]
        known = isinstance(rows, list) and rows and isinstance(rows[0], list) and rows[0]
        return (len(rows), len(rows[0])) if known else (None, None)
    columns = read.candidates if "candidates" in given else read.places
    return (len(read.places), len(columns)) if read.places and columns else (None, None)


def _one_for_all(given: Mapping[str, Any]) -> list[Any] | None:
    """One capacity for every column, as a list."""
    for rows in (given.get("cost"), [given.get("candidates", given.get("places"))]):
        if isinstance(rows, list) and rows and isinstance(rows[0], list):
            return [given["capacity"]] * len(rows[0])
    return None


def _bounded(stream: IO[bytes]) -> bytes:
    content = stream.read(MAX_BYTES + 1)
    if len(content) <= MAX_BYTES:
        return content
    size, rows, numbers = len(content), content.count(b"["), content.count(b",")
    while chunk := stream.read(1 << 24):
        size += len(chunk)
        rows += chunk.count(b"[")
        numbers += chunk.count(b",")
    cause = (
        f"The study has {size:,} bytes, about {rows:,} rows and {numbers:,} numbers; "
        f"at most {MAX_BYTES:,} bytes are read."
    )
    raise InputError(Fault("C109", cause, _SMALLER, "study"))


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_constant)
    except UnicodeDecodeError as error:
        cause = f"The study is not UTF-8: byte {error.start} cannot be read."
        raise InputError(Fault("C102", cause, "Save it as UTF-8.", "study")) from error
    except json.JSONDecodeError as error:
        cause, where = f"The study is not JSON: {error.msg}.", f"line {error.lineno}, column {error.colno}"
        raise InputError(Fault("C102", cause, "Correct it and try again.", where)) from error
    except (RecursionError, ValueError) as error:
        cause = f"The study is not JSON that can be read: {error}."
        raise InputError(Fault("C102", cause, "Correct it and try again.", "study")) from error


_SMALLER = "Leave out columns far from everyone, join places, or name a network and places instead of costs."


def _constant(text: str) -> Any:
    return float("inf") if text == "Infinity" else text  # NaN and -Infinity are refused as text is


def answer_as_json(found: SitingAnswer) -> dict[str, Any]:
    """The answer as the command line and the API give it; whole numbers as such."""
    document: dict[str, Any] = {
        "status": found.status,
        "objective": plain_number(found.objective),
        "bound": plain_number(found.bound),
        "gap": plain_number(found.gap),
        "open": list(found.open),
        "assignment": list(found.assignment),
        "seconds": round(found.seconds, 3),
    }
    if found.reason:
        document |= {"reason": found.reason, "code": found.code}
    if found.least_radius is not None:
        document["least_radius"] = plain_number(found.least_radius)
    return document


def plain_number(value: float | None) -> float | int | None:
    """A number for JSON: whole numbers without a point, None for what is not finite."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == math.floor(value) and abs(value) < 2**53 else value

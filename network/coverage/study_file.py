"""Siting studies as JSON files: read with every fault at once, answers written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.domain.study import MODELS, Measure, SitingAnswer, SitingStudy
from network.coverage.study_values import Faults, Floats, StudyValues, plain_number
from network.siting.stages import MOST_STAGES, STAGED_MODELS

MAX_BYTES = 200_000_000
MAX_CELLS = 20_000_000
"""Places × columns of one study. Such a matrix takes 160 MB, and reading it from JSON ten times that."""

_NEEDS = {
    "set_cover": ("radius",),
    "max_cover": ("weights", "radius", "p"),
    "p_median": ("weights",),
    "p_center": ("p",),
}
MEASURES: tuple[Measure, ...] = ("duration_s", "distance_m")
_ROADS = ("network", "places", "candidates", "profile", "measure")
_PRICES = ("material", "collection", "stages", "stage_weights", "stage_years")
_RULES = ("capacity", "fixed", "handling", "transport", "existing", "one_of", "budget", "backup", "share")
_NAMES = ("bands", "names", "townships", "site_names")
_GROUPS = ("groups", "least_share", "site_groups", "least_points")
_KEYS = frozenset(
    (
        "model",
        "cost",
        "weights",
        "radius",
        "p",
        "name",
        "note",
        "version",
        *_NAMES,
        *_PRICES,
        *_ROADS,
        *_RULES,
        *_GROUPS,
    )
)


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
    faults = Faults()
    model = document.get("model")
    if model not in MODELS:
        cause = f"There is no model {json.dumps(model, ensure_ascii=False, default=str)}."
        action = f"Use one of {', '.join(MODELS)}."
        faults.add(
            "C104" if model is None else "C103", "model", cause if model is not None else _MISSING, action
        )
    given = {key: value for key, value in document.items() if value is not None}
    if isinstance(given.get("stages"), list) and given["stages"]:
        given.setdefault("p", given["stages"][-1])  # the last stage is asked for as the others are
    read = StudyValues(given, faults)
    cost, places, candidates = _matrix_or_places(read)
    rows, columns = _shape(cost, places, candidates)
    values = _values(read, str(model), rows, columns)
    bands, townships = read.ascending("bands"), read.names("townships", rows, "place")
    _require(given, str(model), faults)
    labels = _labels(read, values, rows, columns)
    collection = _collection(given, faults)
    stages = _stages(read, str(model), columns)
    stage_weights, stage_years = read.weights_of_stages(len(stages)), read.years_of_stages(len(stages))
    faults.raise_if_any()
    return StudyFile(
        values=values,
        cost=cost,
        network=given.get("network"),
        places=places,
        candidates=candidates,
        profile=given.get("profile", "car"),
        measure=given.get("measure", "duration_s"),
        bands=bands,
        townships=townships,
        unknown=tuple(sorted(set(document) - _KEYS)),
        labels=labels,
        collection=collection,
        stages=stages,
        stage_weights=stage_weights,
        stage_years=stage_years,
    )


def _stages(read: StudyValues, model: str, columns: int | None) -> tuple[int, ...]:
    stages = read.counts("stages", columns)
    if len(stages) > MOST_STAGES:
        cause = f"There are {len(stages)} stages."
        read.faults.add("C107", "stages", cause, f"Give at most {MOST_STAGES}.")
    if stages and model in MODELS and model not in STAGED_MODELS:
        cause = f"The model {model} has no stages."
        read.faults.add("C107", "stages", cause, f"Use {' or '.join(STAGED_MODELS)}, or leave them out.")
    return stages


def _labels(
    read: StudyValues, values: Mapping[str, Any], rows: int | None, columns: int | None
) -> dict[str, Any]:
    kept = {key: read.given[key] for key in ("places", "candidates") if key in read.given}
    kept |= {key: values[key] for key in ("groups", "site_groups") if values[key]}
    if values["fixed"] is not None:
        kept["fixed"] = values["fixed"].tolist()
    kept["names"] = read.names("names", rows, "place")
    return kept | {"site_names": read.names("site_names", columns, "column")}


def _collection(given: Mapping[str, Any], faults: Faults) -> Mapping[str, Any] | None:
    found = given.get("collection")
    if found is None:
        return None
    if "places" not in given:
        faults.add("C104", "places", _MISSING, "Prices need a network and places: trucks drive on roads.")
    if not isinstance(found, dict):
        faults.add("C106", "collection", "It is no JSON object.", 'Write {"depot": [lon, lat], …}.')
        return None
    return found


_MISSING = "It is missing."


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


def _matrix_or_places(
    read: StudyValues,
) -> tuple[Floats | None, tuple[LonLat, ...], tuple[LonLat, ...]]:
    given, faults = read.given, read.faults
    if "cost" in given:
        return read.matrix("cost", MAX_CELLS), (), ()
    if "places" not in given and "network" not in given:
        action = "Give a matrix (a row per place, a column per candidate), or network and places."
        faults.add("C104", "cost", _MISSING, action)
        return None, (), ()
    for key in ("places",):
        if key not in given:
            faults.add("C104", key, _MISSING, "Places need the network whose roads lead to them.")
    read.text("network")
    read.text("profile")
    if given.get("measure", "duration_s") not in MEASURES:
        cause = f"{given['measure']!r} is no measure."
        faults.add("C106", "measure", cause, f"Use one of {', '.join(MEASURES)}.")
    places = read.positions("places")
    candidates = read.positions("candidates") if "candidates" in given else places
    if len(places) * len(candidates) > MAX_CELLS:
        cause = f"{len(places):,} places × {len(candidates):,} columns are over {MAX_CELLS:,} ways."
        faults.add("C109", "places", cause, "Leave out columns, or join places.")
    return None, places, candidates


def _shape(
    cost: Floats | None, places: tuple[LonLat, ...], candidates: tuple[LonLat, ...]
) -> tuple[int | None, int | None]:
    if cost is not None:
        return cost.shape
    return (len(places), len(candidates)) if places and candidates else (None, None)


def _values(read: StudyValues, model: str, rows: int | None, columns: int | None) -> dict[str, Any]:
    """What the study says beside its costs; only what could be read."""
    values: dict[str, Any] = {
        "model": model,
        "weights": read.vector("weights", rows, "place"),
        "radius": read.number("radius"),
        "p": read.count("p", most=columns),
        "capacity": read.vector("capacity", columns, "column", unlimited=True),
        "fixed": read.vector("fixed", columns, "column"),
        "handling": read.vector("handling", columns, "column"),
        "existing": read.column_numbers("existing", columns),
        "one_of": read.column_sets("one_of", columns),
        "budget": read.number("budget"),
        "groups": read.names("groups", rows, "place"),
        "site_groups": read.names("site_groups", columns, "column"),
        "transport": read.number("transport", default=1.0),
        "backup": read.count("backup", most=columns, default=1),
        "share": read.number("share", default=1.0, most=1.0),
        "least_share": read.by_group("least_share", "groups", most=1.0),
        "least_points": read.by_group("least_points", "site_groups", whole=True),
    }
    if values["budget"] is not None and "fixed" not in read.given:
        read.faults.add("C104", "fixed", _MISSING, "A budget needs what each column costs.")
    return values


def _require(given: Mapping[str, Any], model: str, faults: Faults) -> None:
    for key in _NEEDS.get(model, ()):
        if key not in given:
            faults.add("C104", key, _MISSING, f"The model {model} needs it.")
    if model == "p_median" and "p" not in given and "fixed" not in given:
        faults.add("C104", "p", _MISSING, "The model p_median needs it, or fixed costs to weigh.")


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

"""Rules between the keys of a study: what a model needs, and whether sizes and columns fit the costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from data.domain.fault_list import FaultList
from data.domain.study import MODELS
from network.coverage.study_models import MAX_CELLS, MISSING, Share, StudyDocument, WholeNumber, as_float
from network.siting.stages import MOST_STAGES, STAGED_MODELS

_NEEDS = {
    "set_cover": ("radius",),
    "max_cover": ("weights", "radius", "p"),
    "p_median": ("weights",),
    "p_center": ("p",),
}
_PER_PLACE = ("weights", "groups", "townships", "names")
_PER_COLUMN = ("capacity", "fixed", "handling", "site_groups", "site_names")
_NAMED = frozenset({"groups", "townships", "names", "site_groups", "site_names"})
_SHARES: TypeAdapter[dict[str, float]] = TypeAdapter(dict[str, Share])
_POINTS: TypeAdapter[dict[str, int]] = TypeAdapter(dict[str, WholeNumber])


@dataclass(frozen=True, slots=True)
class StudyRules:
    """Checks of a study whose values have been read.

    Attributes
    ----------
    given
        The document, without keys that are null.
    read
        Its values; defaults for those with a fault.
    rows, columns
        Places and columns of the costs; None where they are not known.
    """

    given: Mapping[str, Any]
    read: StudyDocument
    rows: int | None
    columns: int | None
    faults: FaultList

    def check(self) -> None:
        """Add every fault."""
        self._costs_or_places()
        self._sizes()
        self._columns()
        self._needs()
        self._stages()

    def by_group(self) -> tuple[dict[str, float], dict[str, int]]:
        """`least_share` and `least_points`: group name → number; one number stands for every group."""
        return (
            self._numbers_by_group("least_share", "groups", _SHARES),
            self._numbers_by_group("least_points", "site_groups", _POINTS),
        )

    def _missing(self, key: str, action: str) -> None:
        self.faults.add("C104", key, MISSING, action)

    def _costs_or_places(self) -> None:
        given = self.given
        if "cost" not in given and "places" not in given and "network" not in given:
            self._missing(
                "cost", "Give a matrix (a row per place, a column per candidate), or network and places."
            )
        elif "cost" not in given and "places" not in given:
            self._missing("places", "Places need the network whose roads lead to them.")
        places = self.read.places
        columns = self.read.candidates if "candidates" in given else places
        if "cost" not in given and len(places) * len(columns) > MAX_CELLS:
            cause = f"{len(places):,} places × {len(columns):,} columns are over {MAX_CELLS:,} costs."
            self.faults.add("C109", "places", cause, "Leave out columns, or join places.")
        if "collection" in given and "places" not in given:
            self._missing("places", "Prices need a network and places: trucks drive on roads.")

    def _sizes(self) -> None:
        for keys, size, of in ((_PER_PLACE, self.rows, "place"), (_PER_COLUMN, self.columns, "column")):
            for key in keys:
                value = getattr(self.read, key) or ()
                if size is not None and (value or self.given.get(key) == []) and len(value) != size:
                    what = "names" if key in _NAMED else "numbers"
                    cause = f"It has {len(value)} {what} for {size} {of}s."
                    self.faults.add("C105", key, cause, f"Give one per {of}.")
        stages = len(self.read.stages)
        for key in ("stage_weights", "stage_years"):
            if (found := getattr(self.read, key)) and len(found) != stages:
                self.faults.add(
                    "C105", key, f"It has {len(found)} entries for {stages} stages.", "Give one each."
                )

    def _columns(self) -> None:
        count = self.columns
        marks = self.given.get("existing")
        if isinstance(marks, list) and marks and all(isinstance(each, bool) for each in marks):
            if count is not None and len(marks) != count:
                cause = f"It has {len(marks)} marks for {count} columns."
                self.faults.add("C105", "existing", cause, "Give one per column, or column numbers.")
        else:
            self._known_columns(self.read.existing, "existing")
        for number, each in enumerate(self.read.one_of):
            self._known_columns(each, f"one_of[{number}]")
            if not each:
                self.faults.add("C105", f"one_of[{number}]", "It names no column.", "Name one or more.")
        for key in ("p", "backup"):
            value = getattr(self.read, key)
            if count is not None and value is not None and value > count:
                cause = f"{value} is more than the {count} columns."
                self.faults.add("C107", key, cause, f"Give at most {count}.")

    def _known_columns(self, numbers: tuple[int, ...], where: str) -> None:
        for position, number in enumerate(numbers):
            if self.columns is not None and number >= self.columns:
                cause = f"There is no column {number}: the last of {self.columns} is {self.columns - 1}."
                action = "Name columns by their numbers, from 0."
                self.faults.add("C108", f"{where}[{position}]", cause, action)

    def _needs(self) -> None:
        given, model = self.given, self.given.get("model")
        for key in _NEEDS.get(str(model), ()):
            if key not in given:
                self._missing(key, f"The model {model} needs it.")
        if model == "p_median" and "p" not in given and "fixed" not in given:
            self._missing("p", "The model p_median needs it, or fixed costs to weigh.")
        if self.read.budget is not None and "fixed" not in given:
            self._missing("fixed", "A budget needs what each column costs.")

    def _stages(self) -> None:
        stages, model = self.read.stages, self.given.get("model")
        if stages and self.columns is not None and stages[-1] > self.columns:
            cause = f"{stages[-1]} is more than the {self.columns} columns."
            self.faults.add("C107", "stages", cause, f"Give at most {self.columns}.")
        if len(stages) > MOST_STAGES:
            self.faults.add(
                "C107", "stages", f"There are {len(stages)} stages.", f"Give at most {MOST_STAGES}."
            )
        if stages and model in MODELS and model not in STAGED_MODELS:
            action = f"Use {' or '.join(STAGED_MODELS)}, or leave them out."
            self.faults.add("C107", "stages", f"The model {model} has no stages.", action)

    def _numbers_by_group(
        self, key: str, groups_key: str, adapter: TypeAdapter[dict[str, Any]]
    ) -> dict[str, Any]:
        value = self.given.get(key)
        if value is None:
            return {}
        groups = self.given.get(groups_key)
        known = {str(each) for each in groups} if isinstance(groups, list) else set()
        if not known:
            self._missing(groups_key, f"{key} needs the group of each.")
            return {}
        if as_float(value) is not None:
            value = dict.fromkeys(sorted(known), value)
        if not isinstance(value, dict):
            cause = f"{key} holds neither a number nor a mapping."
            self.faults.add("C105", key, cause, "Give a number per group name, or one for all.")
            return {}
        for name in value.keys() - known:
            cause = f"No entry of {groups_key} is {name!r}."
            self.faults.add("C108", f"{key}.{name}", cause, f"Use a name that stands in {groups_key}.")
        try:
            return adapter.validate_python({name: value[name] for name in value if name in known})
        except ValidationError as error:
            for each in error.errors(include_url=False):
                cause = f"{each['input']!r} cannot be used."
                self.faults.add(
                    "C106", f"{key}.{each['loc'][0]}", cause, "Give a number that is not negative."
                )
            return {}

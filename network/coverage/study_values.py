"""Numbers, lists and names of a study, each checked; whatever is wrong is collected, not raised."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat

Floats = NDArray[np.float64]
FAR = 1e15
"""A cost above this says that there is no way: people write 1e18 or 9e99 for it."""
MAX_FAULTS = 50
NO_WAY = -1


@dataclass(slots=True)
class Faults:
    """Faults found so far; beyond `MAX_FAULTS` they are counted only."""

    found: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, code: str, where: str, cause: str, action: str) -> None:
        if len(self.found) < MAX_FAULTS:
            self.found.append(Fault(code, cause, action, where))
        else:
            self.more += 1

    def raise_if_any(self) -> None:
        """Raise all of them, if there are any."""
        if not self.found:
            return
        if self.more:
            more = Fault("C110", f"{self.more} more faults are not listed.", "Mend those listed first.")
            raise InputError([*self.found, more])
        raise InputError(self.found)


@dataclass(frozen=True, slots=True)
class StudyValues:
    """The keys of a study that hold something, and the faults found in them.

    Each method returns what a key holds, its default where it is absent, and something harmless where a
    fault was added.
    """

    given: Mapping[str, Any]
    faults: Faults

    def number(self, key: str, *, default: float | None = None, most: float = math.inf) -> Any:
        """A finite number from 0 to `most`."""
        if key not in self.given:
            return default
        value = _as_float(self.given[key])
        if value is None or not 0.0 <= value <= most or math.isinf(value):
            limit = "" if math.isinf(most) else f", at most {most:g}"
            self._bad(key, self.given[key], f"Give a number that is not negative{limit}.")
            return default
        return value

    def count(self, key: str, *, most: int | None, default: int | None = None) -> Any:
        """A whole number from 1 to `most`."""
        if key not in self.given:
            return default
        value = _as_float(self.given[key])
        if value is None or value < 1 or value != math.floor(value) or math.isinf(value):
            self.faults.add(
                "C107", key, f"{shown(self.given[key])} is no number of points.", "Give 1 or more."
            )
            return default
        if most is not None and value > most:
            self.faults.add(
                "C107", key, f"{value:g} is more than the {most} columns.", f"Give at most {most}."
            )
            return default
        return int(value)

    def text(self, key: str) -> None:
        """A key that holds words, if it is there."""
        if key in self.given and (not isinstance(self.given[key], str) or not self.given[key]):
            self._bad(key, self.given[key], "Give a name.")

    def vector(
        self, key: str, length: int | None, of: str, *, unlimited: bool = False
    ) -> NDArray[np.float64] | None:
        """A number per place or column, or one for all; null means no limit where that makes sense."""
        if key not in self.given:
            return None
        value = self.given[key]
        if length is not None and unlimited and _as_float(value) is not None:
            value = [value] * length
        if not isinstance(value, list):
            self._bad(key, value, f"Give a list with a number per {of}.", code="C105")
            return None
        if length is not None and len(value) != length:
            cause = f"It has {len(value)} numbers for {length} {of}s."
            self.faults.add("C105", key, cause, f"Give one per {of}.")
        numbers = np.full(len(value), np.inf)
        for position, each in enumerate(value):
            if each is None and unlimited:
                continue
            number = _as_float(each)
            if number is None or number < 0 or (math.isinf(number) and not unlimited) or number > FAR:
                if unlimited and number is not None and number > FAR:
                    continue
                self._bad(f"{key}[{position}]", each, "Give a number that is not negative.")
            else:
                numbers[position] = number
        return numbers

    def matrix(self, key: str, most_cells: int) -> Floats | None:
        """A row of costs per place; null, -1 and anything above `FAR` say that there is no way."""
        rows = self.given[key]
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
            self._bad(key, rows, "Give a list of rows, one per place, each a list of numbers.", code="C105")
            return None
        width = len(rows[0])
        if len(rows) * width > most_cells:
            cause = f"{len(rows):,} places × {width:,} columns are {len(rows) * width:,} costs."
            self.faults.add(
                "C109", key, cause, f"At most {most_cells:,} are taken: leave out columns, or join places."
            )
            return None
        if width == 0:
            self._bad(key, rows, "Give a column per candidate.", code="C105")
            return None
        matrix = np.full((len(rows), width), np.inf)
        for place, row in enumerate(rows):
            if len(row) != width:
                cause = f"It has {len(row)} numbers where the first row has {width}."
                self.faults.add("C105", f"{key}[{place}]", cause, "Give one per column in every row.")
            else:
                self._fill(matrix[place], row, f"{key}[{place}]")
        return matrix

    def _fill(self, out: Floats, row: Sequence[Any], where: str) -> None:
        """Costs of one row; rows of numbers only are taken whole."""
        if {type(each) for each in row} <= {int, float}:
            try:
                values = np.array(row, np.float64)
            except OverflowError:  # an integer beyond any float
                values = np.array([np.nan])
            if values.min() >= 0.0:
                out[:] = np.where(values > FAR, np.inf, values)
                return
        for column, each in enumerate(row):
            if each is None:
                continue
            number = _as_float(each)
            if number is None or (number < 0 and number != NO_WAY):
                self._bad(
                    f"{where}[{column}]", each, "Give a cost that is not negative; null or -1 for no way."
                )
            elif 0 <= number <= FAR:
                out[column] = number

    def _listed(self, key: str) -> tuple[Any, list[float | None]]:
        """What is given, and the numbers in it; None for each that is no number, or for what is no list."""
        value = self.given.get(key, [])
        return value, [_as_float(each) for each in value] if isinstance(value, list) else [None]

    def counts(self, key: str, most: int | None) -> tuple[int, ...]:
        """Numbers of points, none below the one before."""
        value, numbers = self._listed(key)
        found = [int(each) for each in numbers if each is not None and each == math.floor(each) and each >= 1]
        if (
            len(found) < len(numbers)
            or found != sorted(found)
            or (most is not None and max(found, default=1) > most)
        ):
            top = "" if most is None else f" to {most}"
            self._bad(key, value, f"Give whole numbers from 1{top}, none below the one before.", code="C107")
            return ()
        return tuple(found)

    def weights_of_stages(self, stages: int) -> tuple[float, ...]:
        """A number above 0 per stage."""
        value, numbers = self._listed("stage_weights")
        found = [each for each in numbers if each is not None and 0 < each < math.inf]
        if len(found) < len(numbers) or (found and len(found) != stages):
            self._bad("stage_weights", value, "Give a number above 0 for each stage.", code="C105")
            return ()
        return tuple(found)

    def years_of_stages(self, stages: int) -> tuple[int, ...]:
        """A year per stage, each after the one before."""
        value, numbers = self._listed("stage_years")
        found = [int(each) for each in numbers if each is not None and each == math.floor(each)]
        rising = all(earlier < later for earlier, later in pairwise(found))
        if len(found) < len(numbers) or not rising or (found and len(found) != stages):
            self._bad(
                "stage_years", value, "Give a year for each stage, each after the one before.", code="C105"
            )
            return ()
        return tuple(found)

    def ascending(self, key: str) -> tuple[float, ...]:
        """Numbers above 0, sorted."""
        value, numbers = self._listed(key)
        if any(number is None or not 0 < number < math.inf for number in numbers):
            self._bad(key, value, "Give a list of numbers above 0, such as [900, 1800, 3600].")
            return ()
        return tuple(sorted({number for number in numbers if number is not None}))

    def column_numbers(self, key: str, columns: int | None) -> tuple[int, ...]:
        """Columns named by their numbers, or marked by true in a list of true and false."""
        value = self.given.get(key, [])
        if isinstance(value, list) and value and all(isinstance(each, bool) for each in value):
            if columns is not None and len(value) != columns:
                cause = f"It has {len(value)} marks for {columns} columns."
                self.faults.add("C105", key, cause, "Give one per column, or column numbers.")
            return tuple(number for number, is_marked in enumerate(value) if is_marked)
        return self._columns(value, key, columns)

    def _columns(self, value: Any, where: str, columns: int | None) -> tuple[int, ...]:
        if not isinstance(value, list):
            self._bad(where, value, "Give a list of column numbers, from 0.", code="C105")
            return ()
        numbers = set()
        for position, each in enumerate(value):
            number = _as_float(each)
            if number is None or number != math.floor(number) or number < 0:
                self.faults.add("C108", f"{where}[{position}]", f"{shown(each)} is no column.", _COLUMNS)
            elif columns is not None and number >= columns:
                cause = f"There is no column {number:g}: the last of {columns} is {columns - 1}."
                self.faults.add("C108", f"{where}[{position}]", cause, _COLUMNS)
            else:
                numbers.add(int(number))
        return tuple(sorted(numbers))

    def column_sets(self, key: str, columns: int | None) -> tuple[tuple[int, ...], ...]:
        """Lists of column numbers, none empty."""
        value = self.given.get(key, [])
        if not isinstance(value, list):
            self._bad(key, value, "Give a list of lists of column numbers.", code="C105")
            return ()
        sets = tuple(self._columns(each, f"{key}[{number}]", columns) for number, each in enumerate(value))
        for number, each in enumerate(sets):
            if not each:
                self.faults.add("C105", f"{key}[{number}]", "It names no column.", "Name one or more.")
        return sets

    def names(self, key: str, length: int | None, of: str) -> tuple[str, ...]:
        """A name per place or column."""
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str | int) for each in value):
            self._bad(key, value, f"Give a list with a name per {of}.", code="C105")
            return ()
        if length is not None and key in self.given and len(value) != length:
            cause = f"It has {len(value)} names for {length} {of}s."
            self.faults.add("C105", key, cause, f"Give one per {of}.")
        return tuple(str(each) for each in value)

    def by_group(
        self, key: str, names_key: str, *, most: float = math.inf, whole: bool = False
    ) -> dict[str, Any]:
        """Group name → number; one number stands for every group."""
        if key not in self.given:
            return {}
        value, named = self.given[key], self.given.get(names_key)
        known = {str(each) for each in named} if isinstance(named, list) else set()
        if not known:
            self.faults.add("C104", names_key, "It is missing.", f"{key} needs the group of each.")
            return {}
        if _as_float(value) is not None:
            value = dict.fromkeys(sorted(known), value)
        if not isinstance(value, dict):
            self._bad(key, value, "Give a number per group name, or one for all.", code="C105")
            return {}
        numbers: dict[str, Any] = {}
        for name, each in value.items():
            number = _as_float(each)
            if name not in known:
                cause = f"No {names_key} entry is {name!r}."
                self.faults.add("C108", f"{key}.{name}", cause, f"Use a name that stands in {names_key}.")
            elif number is None or not 0 <= number <= most or (whole and number != math.floor(number)):
                self._bad(
                    f"{key}.{name}", each, f"Give a {'whole ' if whole else ''}number that is not negative."
                )
            else:
                numbers[name] = int(number) if whole else number
        return numbers

    def positions(self, key: str) -> tuple[LonLat, ...]:
        """Places as [lon, lat]."""
        value = self.given.get(key, [])
        if not isinstance(value, list) or not value:
            if key in self.given:
                self._bad(key, value, "Give a list of [lon, lat].", code="C105")
            return ()
        places = []
        for number, each in enumerate(value):
            place = _as_position(each)
            if place is None:
                action = "Give [longitude, latitude] in WGS-84 degrees."
                self.faults.add("C106", f"{key}[{number}]", f"{shown(each)} is no coordinate.", action)
            places.append(place or LonLat(0.0, 0.0))
        return tuple(places)

    def _bad(self, where: str, value: Any, action: str, *, code: str = "C106") -> None:
        self.faults.add(code, where, f"{shown(value)} cannot be used.", action)


_COLUMNS = "Name columns by their numbers, from 0."


def shown(value: Any) -> str:
    """A value as it is named in a fault, shortened."""
    if isinstance(value, list | dict) and len(value) > 6:
        return f"a {'list' if isinstance(value, list) else 'mapping'} of {len(value)} entries"
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def plain_number(value: float | None) -> float | int | None:
    """A number for JSON: whole numbers without a point."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == math.floor(value) and abs(value) < 2**53 else value


def _as_position(value: Any) -> LonLat | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    lon, lat = _as_float(value[0]), _as_float(value[1])
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        return None
    return LonLat(lon, lat)


def _as_float(value: Any) -> float | None:
    """A number as a float, None where it is none (NaN, text, true and false are none)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    return None if math.isnan(number) else number

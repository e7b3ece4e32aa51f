"""Travel matrices in JSON; types and bounds are checked by row, as there may be millions of cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from data.domain.fault_list import FaultList, excerpt
from data.domain.matrix import DEFAULT_PROFILE, IntMatrix
from data.domain.matrix import TravelMatrix as DomainMatrix
from routing.formats.documents import MAX_FAULTS, is_finite
from routing.formats.native.fields import MAX_DISTANCE_M, MAX_PLACES, MAX_PROFILES, MAX_TIME_S
from routing.formats.validation import AtMost, refusal, wrong_type


class _Rows:
    """Validator of a square matrix of whole numbers from -1 (unreachable) to a maximum."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum

    def __call__(self, value: Any) -> IntMatrix:
        """Return an int32 square matrix; report every row and cell that is not valid."""
        if not isinstance(value, list):
            raise wrong_type(value, "a list of rows")
        size = len(value)
        if size > MAX_PLACES:
            cause = f"There are {size:,} places; at most {MAX_PLACES:,} are allowed."
            raise refusal("F109", cause, "Split the problem.")
        matrix = np.zeros((size, size), dtype=np.int32)
        errors: list[InitErrorDetails] = []
        for number, row in enumerate(value):
            self._read_row(row, number, matrix[number], errors)
            if len(errors) > MAX_FAULTS:
                break
        if errors:
            raise ValidationError.from_exception_data("matrix", errors)
        return matrix

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the rows."""
        cell = {"type": "integer", "minimum": -1, "maximum": self.maximum}
        row = {"type": "array", "items": cell, "maxItems": MAX_PLACES}
        return {"type": "array", "items": row, "maxItems": MAX_PLACES}

    def _read_row(self, row: Any, number: int, into: IntMatrix, errors: list[InitErrorDetails]) -> None:
        if not isinstance(row, list) or len(row) != len(into):
            found = f"a row of {len(row)}" if isinstance(row, list) else excerpt(row)
            cause = f"Found {found} where a row of {len(into)} numbers belongs."
            error = refusal("F111", cause, "Give as many columns as rows.")
            errors.append(InitErrorDetails(type=error, loc=(number,), input=row))
            return
        if set(map(type, row)) <= {int} and min(row, default=0) >= -1 and max(row, default=0) <= self.maximum:
            into[:] = row
            return
        for column, cell in enumerate(row):
            error_here = self._error_of(cell)
            if error_here is None:
                into[column] = int(cell)
            else:
                errors.append(InitErrorDetails(type=error_here, loc=(number, column), input=cell))

    def _error_of(self, cell: Any) -> PydanticCustomError | None:
        if not is_finite(cell):
            return wrong_type(cell, "a whole number, or -1 where there is no path")
        if cell != int(cell):
            return refusal("F105", f"{excerpt(cell)} is not a whole number.", "Round it.")
        if not -1 <= cell <= self.maximum:
            return refusal("F106", f"{excerpt(cell)} is outside -1 … {self.maximum:,}.", "Correct it.")
        return None


_DURATIONS, _DISTANCES = _Rows(MAX_TIME_S), _Rows(MAX_DISTANCE_M)


class TravelMatrix(BaseModel):
    """Square matrices, row = origin; -1 in both where there is no path."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    duration_s: Annotated[IntMatrix, PlainValidator(_DURATIONS), WithJsonSchema(_DURATIONS.schema())]
    distance_m: Annotated[IntMatrix, PlainValidator(_DISTANCES), WithJsonSchema(_DISTANCES.schema())]

    @model_validator(mode="after")
    def _same_size(self) -> TravelMatrix:
        if self.duration_s.shape != self.distance_m.shape:
            cause = f"duration_s has {len(self.duration_s)} places, distance_m {len(self.distance_m)}."
            raise refusal("F111", cause, "Give both for the same places.")
        return self

    def into_domain(self) -> DomainMatrix:
        """Convert to the matrix that engines and the checker use."""
        return DomainMatrix(duration_s=self.duration_s, distance_m=self.distance_m)


Matrices = Annotated[dict[str, TravelMatrix], AtMost(MAX_PROFILES)]


def no_matrix() -> Any:
    """Return the default of a key that may be omitted but not null."""
    return None


def matrices_of(
    keys: Collection[str],
    matrix: TravelMatrix | None,
    matrices: Mapping[str, TravelMatrix],
    faults: FaultList,
) -> dict[str, DomainMatrix] | None:
    """Merge `matrix` (of the `car` profile) and `matrices` into one mapping; None if neither is given.

    Parameters
    ----------
    keys
        Keys of the document, including those whose values were refused.
    matrix, matrices
        Their values, as far as they are valid.
    """
    if "matrix" not in keys and "matrices" not in keys:
        return None
    found = {profile: each.into_domain() for profile, each in matrices.items()}
    if "matrix" in keys and DEFAULT_PROFILE in found:
        cause = f"matrix is the {DEFAULT_PROFILE} profile's, which is also in matrices."
        faults.add("F110", f"matrices.{DEFAULT_PROFILE}", cause, "Keep one of them.")
    if matrix is not None:
        found[DEFAULT_PROFILE] = matrix.into_domain()
    return found

"""Rows with named fields that Python, numba and mypy read alike.

A `Row` subclass is the one definition of a row: its annotations give the numpy dtype (`dtype_of`), the
numba type (`numba_type`) and what mypy checks. Fields take 64 bits unless they are annotated `Int32`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import (
    Annotated,
    Any,
    Protocol,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

import numpy as np
from numba import types
from numba.np.numpy_support import from_dtype
from numpy.typing import NDArray

Int32: TypeAlias = Annotated[int, np.int32]
Flag: TypeAlias = Annotated[bool, np.int64]

Int32Array: TypeAlias = NDArray[np.int32]
Int64Array: TypeAlias = NDArray[np.int64]
UInt64Array: TypeAlias = NDArray[np.uint64]
Float64Array: TypeAlias = NDArray[np.float64]

_FIELD_TYPES: dict[Any, Any] = {int: np.int64, float: np.float64}
_VALUE_TYPES: dict[Any, Any] = {
    int: types.int64,
    float: types.float64,
    bool: types.boolean,
    type(None): types.void,
}


class Row:
    """A row of a table; subclasses name its fields by annotations."""


_DTYPES: dict[type[Row], np.dtype[Any]] = {}


Row_co = TypeVar("Row_co", bound=Row, covariant=True)


class Table(Protocol[Row_co]):
    """A table of rows along one axis; a field's name gives that field of all rows as an array."""

    @overload
    def __getitem__(self, key: int) -> Row_co: ...
    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...
    def __len__(self) -> int: ...


class Grid(Protocol[Row_co]):
    """A table of rows along two axes."""

    @overload
    def __getitem__(self, key: tuple[int, int]) -> Row_co: ...
    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...


class Cube(Protocol[Row_co]):
    """A table of rows along three axes."""

    @overload
    def __getitem__(self, key: tuple[int, int, int]) -> Row_co: ...
    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...


def dtype_of(row: type[Row]) -> np.dtype[Any]:
    """Return the numpy structured dtype of a row, whose elements show their fields as attributes."""
    known = _DTYPES.get(row)
    if known is None:
        known = _DTYPES[row] = _make_dtype(row)
    return known


def _make_dtype(row: type[Row]) -> np.dtype[Any]:
    hints = get_type_hints(row, include_extras=True)
    for name in hints:
        if hasattr(np.record, name):
            raise TypeError(f"{row.__name__}.{name}: numpy's scalars have an attribute of this name")
    fields = [(name, _field_type(hint)) for name, hint in hints.items()]
    return np.dtype((np.record, np.dtype(fields, align=True)))


def _field_type(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return get_args(hint)[1]
    if isinstance(hint, type) and issubclass(hint, Row):
        return dtype_of(hint)
    return _FIELD_TYPES[hint]


def numba_type(annotation: Any) -> Any:
    """Return numba's type for an annotation: a scalar, None, a tuple of those, or a row (by reference)."""
    if get_origin(annotation) is tuple:
        return types.Tuple([numba_type(each) for each in get_args(annotation)])
    if isinstance(annotation, type) and issubclass(annotation, Row):
        return from_dtype(dtype_of(annotation))
    return _VALUE_TYPES[annotation]


def signature_of(function: Callable[..., Any]) -> Any:
    """Return numba's signature for a function whose parameters and result are annotated."""
    hints = get_type_hints(function)
    result = numba_type(hints.pop("return"))
    return result(*(numba_type(hint) for hint in hints.values()))


def words_of(row: type[Row], *, until: str | None = None) -> int:
    """Return how many 64-bit words a row takes, all of it or what comes before a field."""
    dtype = dtype_of(row)
    if until is None:
        return dtype.itemsize // 8
    assert dtype.fields is not None
    return dtype.fields[until][1] // 8

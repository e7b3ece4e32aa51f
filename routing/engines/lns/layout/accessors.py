"""Accessors: functions of a kernel's argument that return one of its tables.

A table lies in raw memory; the argument holds its address and extents. An accessor is an
ordinary function: in Python it opens that memory through ctypes, and inside a compiled kernel numba puts
the few instructions in its place that make an array of the address. So an accessor is never compiled on
its own, and a kernel runs unchanged as plain Python.
"""

from __future__ import annotations

import ctypes
import inspect
import math
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import lower_builtin, type_callable
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype
from numpy.typing import NDArray

from routing.engines.lns.layout.records import (
    Cube,
    Float64Array,
    Grid,
    Int32Array,
    Int64Array,
    Row,
    Table,
    UInt64Array,
    dtype_of,
    numba_type,
    words_of,
)

AnyRow = TypeVar("AnyRow", bound=Row)
Argument = TypeVar("Argument", bound="HasPlaces")
Function = TypeVar("Function", bound=Callable[..., Any])


MOST_TABLES = 64
PlaceArray: TypeAlias = Annotated[Int64Array, np.dtype((np.int64, (MOST_TABLES, 4)))]
"""Where tables lie: per table the address of its first entry and its extent along up to three axes.

One array, not a record per table: numba writes the names of all fields to every kernel's file.
"""


class HasPlaces(Row):
    """An argument of kernels that says where tables lie."""

    places: PlaceArray


class Accessors(Generic[Argument]):
    """Makes the accessors of one argument's tables.

    Parameters
    ----------
    argument
        Row class of the kernels' argument.

    Attributes
    ----------
    numbers
        Name of a table → its row in the argument's `places`.
    """

    def __init__(self, argument: type[Argument]) -> None:
        self.argument = argument
        self.numbers: dict[str, int] = {}

    def table(self, name: str, row: type[AnyRow]) -> Callable[[Argument], Table[AnyRow]]:
        """Rows along one axis."""
        return self._accessor(name, dtype_of(row), 1)

    def grid(self, name: str, row: type[AnyRow]) -> Callable[[Argument], Grid[AnyRow]]:
        """Rows along two axes."""
        return self._accessor(name, dtype_of(row), 2)

    def cube(self, name: str, row: type[AnyRow]) -> Callable[[Argument], Cube[AnyRow]]:
        """Rows along three axes."""
        return self._accessor(name, dtype_of(row), 3)

    def words(self, name: str, row: type[Row], axes: int) -> Callable[[Argument], Int64Array]:
        """Rows as 64-bit words along one more axis, to copy them as they are."""
        return self._accessor(name, np.dtype(np.int64), axes, words_of(row))

    def int64(self, name: str, axes: int) -> Callable[[Argument], Int64Array]:
        """64-bit integers."""
        return self._accessor(name, np.dtype(np.int64), axes)

    def int32(self, name: str, axes: int) -> Callable[[Argument], Int32Array]:
        """32-bit integers."""
        return self._accessor(name, np.dtype(np.int32), axes)

    def uint64(self, name: str, axes: int) -> Callable[[Argument], UInt64Array]:
        """64-bit integers without sign."""
        return self._accessor(name, np.dtype(np.uint64), axes)

    def float64(self, name: str, axes: int) -> Callable[[Argument], Float64Array]:
        """Floating-point numbers."""
        return self._accessor(name, np.dtype(np.float64), axes)

    def single(self, name: str, row: type[AnyRow]) -> Callable[[Argument], AnyRow]:
        """The one row of a table, by reference."""

        def access(argument: Argument) -> AnyRow:
            """Return the row, when called from Python."""
            return row_at(row, argument.places[number, 0])

        def lower(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            """Generate the instructions that return the row."""
            address = _load_field(builder, arguments[0], offset, 0)
            return builder.inttoptr(address, target.get_value_type(signature.return_type))

        number, offset = self._place(name)
        access.__name__ = name
        return replace_in_kernels(access, numba_type(row), [numba_type(self.argument)], lower)

    def _place(self, name: str) -> tuple[int, int]:
        """Return a table's row in `places`, and its offset in bytes from the start of the argument."""
        number = self.numbers.setdefault(name, len(self.numbers))
        assert number < MOST_TABLES
        return number, numba_type(self.argument).offset("places") + 32 * number

    def _accessor(self, name: str, dtype: np.dtype[Any], axes: int, words: int = 0) -> Any:
        holder, element = numba_type(self.argument), from_dtype(dtype)
        array_type = types.Array(element, axes + bool(words), "C")
        number, offset = self._place(name)

        def access(argument: Argument) -> Any:
            address, *shape = (int(each) for each in argument.places[number, : axes + 1])
            if words:
                shape.append(words)
            return _open_memory(address, dtype, math.prod(shape)).reshape(shape)

        def lower(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address, *extents = (_load_field(builder, arguments[0], offset, k) for k in range(axes + 1))
            if words:
                extents.append(target.get_constant(types.intp, words))
            itemsize = target.get_constant(types.intp, dtype.itemsize)
            strides = [itemsize]
            for extent in extents[:0:-1]:
                strides.insert(0, builder.mul(strides[0], extent))
            array = make_array(array_type)(target, builder)
            data = builder.inttoptr(address, target.get_data_type(element).as_pointer())
            populate_array(array, data=data, shape=extents, strides=strides, itemsize=itemsize, meminfo=None)
            return array._getvalue()

        access.__name__ = name
        return replace_in_kernels(access, array_type, [holder], lower)


def row_at(row: type[AnyRow], address: int) -> AnyRow:
    """Return the row at an address, by reference."""
    return cast(AnyRow, _open_memory(int(address), dtype_of(row), 1)[0])


def _open_memory(address: int, dtype: np.dtype[Any], count: int) -> NDArray[Any]:
    """Return memory at an address as an array, which does not own it."""
    memory: Any = (ctypes.c_char * (dtype.itemsize * count)).from_address(address)
    return np.frombuffer(memory, dtype)


def replace_in_kernels(
    function: Function, result: Any, arguments: list[Any], lower: Callable[..., Any]
) -> Function:
    """Let kernels that call a Python function have instructions of ours in its place.

    Parameters
    ----------
    result, arguments
        Numba types.
    lower
        ``(target, builder, signature, arguments) -> value``: writes the instructions (LLVM IR).
    """

    def type_call(context: Any) -> Callable[..., Any]:
        """Return the typing function of the call."""

        def typed(*given: Any) -> Any:
            """Return the type of the result."""
            return result

        typed.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
        return typed

    type_callable(function)(type_call)
    lower_builtin(function, *arguments)(lower)
    return function


def _load_field(builder: Any, row: Any, offset: int, number: int) -> Any:
    """Load a 64-bit word of the row at a pointer."""
    return builder.load(cgutils.get_record_member(builder, row, offset + 8 * number, ir.IntType(64)))

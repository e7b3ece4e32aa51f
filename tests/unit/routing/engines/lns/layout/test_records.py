"""A row's annotations give numpy's dtype and numba's types."""

from __future__ import annotations

import numpy as np
import pytest
from numba import types

from routing.engines.lns.layout.records import (
    Flag,
    Int32,
    Row,
    dtype_of,
    numba_type,
    signature_of,
    words_of,
)


class Parcel(Row):
    number: int
    weight_kg: float
    is_heavy: Flag
    depot: Int32


class Sized(Row):
    size: int


def double(parcel: Parcel, count: int) -> tuple[int, float]:
    return 2 * count, 2.0 * parcel.weight_kg


def test_fields_take_64_bits_unless_they_are_annotated_otherwise() -> None:
    dtype = dtype_of(Parcel)
    assert dtype.names == ("number", "weight_kg", "is_heavy", "depot")
    assert [dtype[name] for name in dtype.names] == [np.int64, np.float64, np.int64, np.int32]
    assert dtype.isalignedstruct


def test_an_element_shows_its_fields_as_attributes_that_can_be_written() -> None:
    parcels = np.zeros(2, dtype_of(Parcel))
    parcels[1].weight_kg = 2.5
    assert parcels["weight_kg"].tolist() == [0.0, 2.5]


def test_a_field_that_numpy_would_hide_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Sized\.size"):
        dtype_of(Sized)


def test_annotations_give_a_kernel_its_signature() -> None:
    signature = signature_of(double)
    assert signature.return_type == types.Tuple([types.int64, types.float64])
    assert signature.args == (numba_type(Parcel), types.int64)


def test_words_are_counted_up_to_a_field() -> None:
    assert words_of(Parcel, until="is_heavy") == 2
    assert words_of(Parcel) == 4

"""Encoded polylines."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.geo.polyline import decode, encode


def test_the_polyline_of_the_formats_own_example():
    line = [LonLat(-120.2, 38.5), LonLat(-120.95, 40.7), LonLat(-126.453, 43.252)]
    assert encode(line) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == line


@pytest.mark.parametrize("precision", [5, 6])
def test_polylines_there_and_back(precision):
    rng = np.random.default_rng(4)
    line = [LonLat(*place) for place in rng.uniform((-180, -90), (180, 90), size=(200, 2)).tolist()]
    back = decode(encode(line, precision), precision)
    assert np.array(back) == pytest.approx(np.array(line), abs=0.51 * 10**-precision)


def test_an_empty_polyline():
    assert encode([]) == ""
    assert decode("") == []


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|", "_p~i F", "\x10"])
def test_a_broken_polyline_is_refused(text):
    with pytest.raises(InputError) as error:
        decode(text)
    assert error.value.code == "N203"

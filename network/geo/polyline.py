"""Encode and decode polylines, with 5 or 6 decimals.

References
----------
Google, Encoded polyline algorithm format.
"""

from __future__ import annotations

from collections.abc import Iterable

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat

_CHUNK_BITS, _OFFSET = 5, 63
_CONTINUED = 1 << _CHUNK_BITS


def encode(points: Iterable[LonLat], precision: int = 5) -> str:
    """Encode positions, rounded to `precision` decimals."""
    scale = 10**precision
    text: list[str] = []
    before = (0, 0)
    for lon, lat in points:
        here = (round(lat * scale), round(lon * scale))
        for value, last in zip(here, before, strict=True):
            _append(text, value - last)
        before = here
    return "".join(text)


def _append(text: list[str], difference: int) -> None:
    rest = ~(difference << 1) if difference < 0 else difference << 1
    while rest >= _CONTINUED:
        text.append(chr((_CONTINUED | (rest & (_CONTINUED - 1))) + _OFFSET))
        rest >>= _CHUNK_BITS
    text.append(chr(rest + _OFFSET))


def decode(text: str, precision: int = 5) -> list[LonLat]:
    """Decode a polyline.

    Raises
    ------
    InputError
        N203: it ends inside a number or holds a character that the format does not use.
    """
    scale = 10**precision
    values: list[int] = []
    rest = shift = 0
    for character in text:
        chunk = ord(character) - _OFFSET
        if not 0 <= chunk < 2 * _CONTINUED:
            raise InputError(_bad(text, f"it holds {character!r}"))
        rest |= (chunk & (_CONTINUED - 1)) << shift
        shift += _CHUNK_BITS
        if chunk < _CONTINUED:
            values.append(~(rest >> 1) if rest & 1 else rest >> 1)
            rest = shift = 0
    if shift or len(values) % 2:
        raise InputError(_bad(text, "it is cut off"))
    points: list[LonLat] = []
    lat = lon = 0
    for d_lat, d_lon in zip(values[::2], values[1::2], strict=True):
        lat, lon = lat + d_lat, lon + d_lon
        points.append(LonLat(lon / scale, lat / scale))
    return points


def _bad(text: str, reason: str) -> Fault:
    return Fault("N203", f"The polyline cannot be read: {reason}.", "Encode it again.", text[:40])

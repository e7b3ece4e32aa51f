"""Legs joined to chains, so that one question to a server answers many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.geo.polyline import decode
from network.remote.http import RoadServer


def chains(legs: Sequence[tuple[int, int]], longest: int) -> list[list[int]]:
    """Numbers of legs, every leg once, in chains of at most `longest` whose ends meet."""
    starting: dict[int, list[int]] = defaultdict(list)
    for number in reversed(range(len(legs))):
        starting[legs[number][0]].append(number)
    found = []
    for first in range(len(legs)):
        if first not in starting[legs[first][0]]:
            continue
        starting[legs[first][0]].remove(first)
        chain = [first]
        while len(chain) < longest and starting[legs[chain[-1]][1]]:
            chain.append(starting[legs[chain[-1]][1]].pop())
        found.append(chain)
    return found


def line_of(server: RoadServer, encoded: Sequence[object]) -> list[LonLat]:
    """The line of encoded parts (precision 6), a point where two meet once.

    Raises
    ------
    InputError
        N332: a part is no polyline.
    """
    line: list[LonLat] = []
    for part in encoded:
        try:
            points = decode(str(part), 6)
        except InputError:
            raise InputError(server.odd("a shape is no polyline")) from None
        line += points[1:] if line and points and line[-1] == points[0] else points
    # A leg between two places on one spot is a point; a line has two.
    return line * 2 if len(line) == 1 else line

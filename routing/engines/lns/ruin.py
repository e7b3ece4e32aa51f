"""Ruin: remove strings of neighbouring visits (Christiaens & Vanden Berghe 2020, section 5.1)."""

from __future__ import annotations

from typing import Any

from routing.engines.lns import context as x
from routing.engines.lns.context import ints, shorts
from routing.engines.lns.kernels import kernel
from routing.engines.lns.rng import random_below, random_unit
from routing.engines.lns.routes import close_gaps, take_out

SPLIT_PROBABILITY = 0.5
SPLIT_DEPTH = 0.01


@kernel("void(c,i8,i8,i8)")
def remove_string(c: Any, v: int, position: int, size: int) -> None:
    """Remove `size` visits in a row around a position, or as many with some kept in their middle."""
    seq, where, length = shorts(c, x.SEQ), shorts(c, x.WHERE), ints(c, x.ROUTE)[v, x.LENGTH]
    size = min(size, length)
    preserved = 0
    if 1 < size < length and random_unit(c) < SPLIT_PROBABILITY:
        preserved = 1
        while size + preserved < length and random_unit(c) < SPLIT_DEPTH:
            preserved += 1
    span = size + preserved
    lowest, highest = max(0, position - span + 1), min(position, length - span)
    first = lowest + random_below(c, highest - lowest + 1)
    preserved_from = 1 + random_below(c, size - 1) if preserved > 0 else span
    for i in range(span):
        at = seq[v, first + i]
        if preserved_from <= i < preserved_from + preserved:
            continue
        if at < c[x.STOPS] and where[at, x.ROUTE_OF] >= 0:
            take_out(c, at)


@kernel("void(c)")
def count_used(c: Any) -> None:
    """Count routes in use and their visits, for the mean length that `remove_strings` goes by."""
    route = ints(c, x.ROUTE)
    c[x.SERVED] = c[x.USED] = 0
    for v in range(c[x.VEHICLES]):
        if route[v, x.LENGTH] > 0:
            c[x.SERVED] += route[v, x.LENGTH]
            c[x.USED] += 1


@kernel("void(c,f8,i8)")
def remove_strings(c: Any, mean_removed: float, longest_string: int) -> None:
    """Remove strings around a random seed stop from the routes nearest to it.

    Parameters
    ----------
    mean_removed
        Average number of stops removed (c̄ in the paper).
    longest_string
        Most visits of one string (L_max in the paper).
    """
    route, where, neighbour = ints(c, x.ROUTE), shorts(c, x.WHERE), shorts(c, x.NEIGHBOUR)
    if c[x.USED] == 0:
        return
    longest = min(float(longest_string), c[x.SERVED] / c[x.USED])
    most_strings = 4.0 * mean_removed / (1.0 + longest) - 1.0
    strings = int(random_unit(c) * most_strings + 1.0)
    seed = random_below(c, c[x.STOPS])
    ruined = 0
    near = min(neighbour.shape[1], c[x.STOPS] - 1)
    for k in range(-1, near):
        if ruined >= strings:
            break
        stop = seed if k < 0 else neighbour[seed, k]
        v = where[stop, x.ROUTE_OF]
        if v < 0 or route[v, x.IS_TOUCHED]:
            continue
        most = min(float(route[v, x.LENGTH]), longest)
        remove_string(c, v, where[stop, x.POSITION], int(random_unit(c) * most + 1.0))
        ruined += 1
    close_gaps(c)


@kernel("i8(c)")
def random_used(c: Any) -> int:
    """The vehicle of a random stop that is served, or -1 after a few draws without luck."""
    where = shorts(c, x.WHERE)
    for _ in range(8):
        v = where[random_below(c, c[x.STOPS]), x.ROUTE_OF]
        if v >= 0:
            return int(v)
    return -1


@kernel("void(c)")
def remove_route(c: Any) -> None:
    """Remove a whole route: the shorter of two drawn at random."""
    route, seq, where = ints(c, x.ROUTE), shorts(c, x.SEQ), shorts(c, x.WHERE)
    chosen = -1
    for _ in range(2):
        v = random_used(c)
        if v >= 0 and (chosen < 0 or route[v, x.LENGTH] < route[chosen, x.LENGTH]):
            chosen = v
    if chosen < 0:
        return
    for i in range(route[chosen, x.LENGTH]):
        at = seq[chosen, i]
        if at < c[x.STOPS] and where[at, x.ROUTE_OF] >= 0:
            take_out(c, at)
    close_gaps(c)

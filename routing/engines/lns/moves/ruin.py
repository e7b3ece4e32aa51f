"""Ruin: remove strings of consecutive visits (Christiaens & Vanden Berghe 2020, section 5.1)."""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.routes import close_gaps, remove_stop
from routing.engines.lns.rng import random_below, random_unit

SPLIT_PROBABILITY = 0.5
"""Share of strings from whose middle visits are kept (alpha in the paper)."""
SPLIT_DEPTH = 0.01
"""Probability of keeping one more visit (beta in the paper)."""


@typed_kernel
def remove_string(c: Context, v: int, position: int, size: int) -> None:
    """Remove `size` consecutive visits around a position, or as many with some between them kept."""
    seq, visit, length = tables.sequences(c), tables.visits(c), tables.routes(c)[v].length
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
        if at < c.stops and visit[at].route >= 0:
            remove_stop(c, at)


@typed_kernel
def count_used(c: Context) -> None:
    """Count the routes in use and their visits, for the mean length that `remove_strings` needs."""
    route = tables.routes(c)
    c.used_visits = c.used_routes = 0
    for v in range(c.vehicles):
        if route[v].length > 0:
            c.used_visits += route[v].length
            c.used_routes += 1


@typed_kernel
def remove_strings(c: Context, mean_removed: float, longest_string: int) -> None:
    """Remove strings around a random seed stop from the routes nearest to it.

    Parameters
    ----------
    mean_removed
        Average number of stops removed (c-bar in the paper).
    longest_string
        Most visits of one string (L_max in the paper).
    """
    route, visit, neighbour = tables.routes(c), tables.visits(c), tables.neighbours(c)
    if c.used_routes == 0:
        return
    longest = min(float(longest_string), c.used_visits / c.used_routes)
    most_strings = 4.0 * mean_removed / (1.0 + longest) - 1.0
    strings = int(random_unit(c) * most_strings + 1.0)
    seed = random_below(c, c.stops)
    ruined = 0
    near = min(neighbour.shape[1], c.stops - 1)
    for k in range(-1, near):
        if ruined >= strings:
            break
        stop = seed if k < 0 else neighbour[seed, k]
        v = visit[stop].route
        if v < 0 or route[v].is_changed:
            continue
        most = min(float(route[v].length), longest)
        remove_string(c, v, visit[stop].position, int(random_unit(c) * most + 1.0))
        ruined += 1
    close_gaps(c)


@typed_kernel
def random_used(c: Context) -> int:
    """Return the vehicle of a random stop, or -1 when eight stops drawn are all absent."""
    visit = tables.visits(c)
    for _ in range(8):
        v = visit[random_below(c, c.stops)].route
        if v >= 0:
            return v
    return -1


@typed_kernel
def remove_route(c: Context) -> None:
    """Remove a whole route: the shorter of two drawn at random."""
    route, seq, visit = tables.routes(c), tables.sequences(c), tables.visits(c)
    chosen = -1
    for _ in range(2):
        v = random_used(c)
        if v >= 0 and (chosen < 0 or route[v].length < route[chosen].length):
            chosen = v
    if chosen < 0:
        return
    for i in range(route[chosen].length):
        at = seq[chosen, i]
        if at < c.stops and visit[at].route >= 0:
            remove_stop(c, at)
    close_gaps(c)

"""One argument for every kernel: an int64 array of scalars and of the addresses of all other arrays.

Fifty arrays as arguments would cost more to pass than most kernels take to run, and minutes to
compile. A kernel takes the context `c` and opens the tables it needs: ``node = ints(c, NODE)``. The
Python side (`Context`) owns the arrays, so an address lives as long as the context does.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from routing.engines.lns.kernels import accessor

# Scalars.
(
    STOPS, FACILITIES, VEHICLES, DIMS, CAPS, REST_AFTER, REST_S, END_EMPTY, LIMITED_INTAKE, PLAIN,
    INSERTION_NEIGHBOURS, STAMP, TOUCHED_COUNT, ABSENT_COUNT, WHOLE_TRIPS, TYPED_DELIVERIES, ORDERED,
    UNTIMED, TIME_PRICED, ONE_WAY, LEFT_COUNT, ORDER_COUNT, BLINK_IN, CLASSES, SORTS, SERVED, USED, KEPT_ROWS,
    SELF, SIMULATE, EVALUATE, STATIONS, RANGED, WEIGHED,
) = range(34)  # fmt: skip

# Tables: each takes a slot of five entries, its address and up to four extents.
_FIRST_SLOT = 40
_SLOT = 5
(
    ARC, NODE, WINDOW, VEHICLE, PRICE, PENALTY, PAUSE, CONFLICT, CAP, FACILITY, NEAR_FACILITY, NEIGHBOUR,
    SEQ, ROUTE, WHERE, COST, CLOCK, LINK, LINK_LOAD, TALLY, KEPT_SEQ, KEPT_COST, KEPT_CLOCK, BEST_SEQ, SEEN,
    SEEN_ROW, UNLOADED, RNG, ABSENT, ORDER, KEY, NOW, BLOCK, TOUCHED, CLASS, MEMBER, SORT, ANCHOR,
    PLACES, PLACE_KEY, NEAR_STATION, WEIGHT,
) = range(_FIRST_SLOT, _FIRST_SLOT + 42 * _SLOT, _SLOT)  # fmt: skip
_SIZE = _FIRST_SLOT + 42 * _SLOT

# Columns of NODE (N rows): then D amounts picked up and D brought from the trip's start.
(
    PLACE, SERVICE, SETUP, FIRST_WINDOW, LAST_WINDOW, EARLIEST, LATEST, TYPE, PARTNER, DELIVERS, SKILLS, LOCK,
    RELEASE, COLLECTS, NEXT, PREVIOUS, HEAD, HELD, DUE, LATE_PRICE, EARLIER,
) = range(21)  # fmt: skip
PICKED = 21
# What NEXT, PREVIOUS and FIRST_STOP say instead of a node: any stop, none at all.
ANY, NONE = -1, -2
# Columns of VEHICLE (V rows): then D capacities.
(
    START, END, OPENS, CLOSES, OVERTIME, HOLDS, RANGE, PROFILE, FIRST_PAUSE, LAST_PAUSE, SAME, MOST_AWAY,
    DRIVEN_BEFORE, CARRIED, FIRST_STOP, RANK, BATTERY, RECHARGE, USED_BEFORE,
) = range(19)  # fmt: skip
CAPACITY = 19
# Columns of PRICE: per route, metre, second and second of overtime.
FIXED, PER_M, PER_S, PER_OVERTIME_S = range(4)
# Columns of FACILITY: then D intake limits, -1 for none.
ACCEPTS, INTAKE = 0, 1
# Columns of CONFLICT: load types that never meet aboard, or in one day, as bits.
ABOARD_MASK, DAY_MASK = 0, 1
# Of WEIGHT: per hour squared, hours, per metre, per stop.
BALANCE, MEAN_HOURS, COMPACTNESS, STABILITY = range(4)
# Units of EXTRA, in which prices of lateness and of the objective's weights are summed as whole numbers.
PER_UNIT = 1_000_000
# Columns of CAP.
CAP_TYPE, CAP_DIMENSION, CAP_MAX = range(3)
# Columns of ROUTE (V rows).
LENGTH, IS_TOUCHED, KEPT_LENGTH, BEST_LENGTH, STUCK, KEPT_STUCK, KEPT_FROM, ANCHORED, AWAY = range(9)
# Columns of CLASS: vehicles that differ in nothing, in MEMBER; FREE is at most the rank of an empty one.
FIRST_MEMBER, MEMBERS, FREE = range(3)
# Columns of WHERE (n rows).
ROUTE_OF, POSITION = 0, 1
# Columns of CLOCK (V, L + 1 rows): then D loads, D peaks and C capped loads, then what lies ahead.
(
    TIME, DRIVEN, WAIT, PUSH, IDLE, IDLE_PUSH, METRES, DRIVING, NEXT_PAUSE, OPEN, ABOARD, DAY, LATEST_START,
    COLLECTED, LEFT_AT, LAST_STOP, CHARGED_AT, LAST_SERVED, EXTRA,
) = range(19)  # fmt: skip
LOAD = 19
# What CLOCK knows of the rest of a trip: load types, whether an unloading follows, then room in D
# dimensions and C caps.
AHEAD_TYPES, AHEAD_UNLOAD, AHEAD_ROOM = range(3)
# Columns of LINK (a row per stop, then start and end of each vehicle): the segment from the start depot
# up to the row's visit, the one from there to the end depot, its node, and the metres of the leg to it.
SPAN, SPAN_EARLIEST, SPAN_LATEST, BACK_SPAN, BACK_EARLIEST, BACK_LATEST, LINK_NODE, LEG_M = range(8)
# Columns of LINK_LOAD (the same rows), per dimension: three of the forward segment, three of the other.
BROUGHT_SUM, PICKED_SUM, PEAK = range(3)
BACK_LOAD, LINK_LOADS = 3, 6
# Columns of TALLY (V rows): metres, then D amounts picked up and D brought.
TALLY_M, TALLY_LOAD = 0, 1

# Orders in which absent stops are inserted.
BY_CHANCE, BY_AMOUNT, FAR_FIRST, CLOSE_FIRST, NARROW_FIRST, EARLY_FIRST, LATE_FIRST, DEAR_FIRST = range(8)


class Context:
    """Owns the arrays behind a kernel argument.

    Attributes
    ----------
    c
        int64: what kernels take.
    arrays
        Slot → array; replace one only through `put`.
    """

    def __init__(self) -> None:
        self.c: NDArray[np.int64] = np.zeros(_SIZE, np.int64)
        self.c[SELF] = self.c.ctypes.data
        self.arrays: dict[int, NDArray[Any]] = {}

    def put(self, slot: int, array: NDArray[Any]) -> None:
        """Give a table its array (made contiguous), with at least one entry along each axis."""
        if 0 in array.shape:
            array = np.zeros([max(extent, 1) for extent in array.shape], array.dtype)
        array = np.ascontiguousarray(array)
        self.arrays[slot] = array
        self.c[slot] = array.ctypes.data
        self.c[slot + 1 : slot + 1 + array.ndim] = array.shape


@intrinsic
def _int32_pointer(typing_context: Any, address: Any) -> Any:
    return _pointer(types.int32)


@intrinsic
def _int64_pointer(typing_context: Any, address: Any) -> Any:
    return _pointer(types.int64)


@intrinsic
def _uint64_pointer(typing_context: Any, address: Any) -> Any:
    return _pointer(types.uint64)


@intrinsic
def _float64_pointer(typing_context: Any, address: Any) -> Any:
    return _pointer(types.float64)


def _pointer(element: Any) -> Any:
    signature = types.CPointer(element)(types.int64)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], context.get_value_type(sig.return_type))

    return signature, generate


@accessor
def context_at(address: int) -> Any:
    """The context whose scalars begin at this address."""
    return carray(_int64_pointer(address), (_SIZE,))


@accessor
def arcs(c: NDArray[np.int64]) -> Any:
    """int32 (profiles, N, N, 2): driving seconds, -1 where there is no road, and metres."""
    return carray(_int32_pointer(c[ARC]), (c[ARC + 1], c[ARC + 2], c[ARC + 3], c[ARC + 4]))


@accessor
def shorts(c: NDArray[np.int64], slot: int) -> Any:
    """A table of int32 with two axes."""
    return carray(_int32_pointer(c[slot]), (c[slot + 1], c[slot + 2]))


@accessor
def short_row(c: NDArray[np.int64], slot: int) -> Any:
    """A row of int32."""
    return carray(_int32_pointer(c[slot]), (c[slot + 1],))


@accessor
def ints(c: NDArray[np.int64], slot: int) -> Any:
    """A table of int64 with two axes."""
    return carray(_int64_pointer(c[slot]), (c[slot + 1], c[slot + 2]))


@accessor
def int_row(c: NDArray[np.int64], slot: int) -> Any:
    """A row of int64."""
    return carray(_int64_pointer(c[slot]), (c[slot + 1],))


@accessor
def cubes(c: NDArray[np.int64], slot: int) -> Any:
    """A table of int64 with three axes."""
    return carray(_int64_pointer(c[slot]), (c[slot + 1], c[slot + 2], c[slot + 3]))


@accessor
def floats(c: NDArray[np.int64], slot: int) -> Any:
    """A table of float64 with two axes."""
    return carray(_float64_pointer(c[slot]), (c[slot + 1], c[slot + 2]))


@accessor
def float_row(c: NDArray[np.int64], slot: int) -> Any:
    """A row of float64."""
    return carray(_float64_pointer(c[slot]), (c[slot + 1],))


@accessor
def random_state(c: NDArray[np.int64]) -> Any:
    """The two words of the random generator."""
    return carray(_uint64_pointer(c[RNG]), (c[RNG + 1],))

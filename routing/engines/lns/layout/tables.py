"""`Context`, the one argument of every kernel, and the accessors of its tables.

Fifty arrays as arguments would cost more to pass than most kernels take to run, and minutes to compile.
A kernel therefore takes one record of named scalars and of the places where tables lie, and opens the
tables that it needs: ``node = tables.nodes(c)``, then ``node[stop].service_s``.

Letters in shapes: N nodes, n stops, V vehicles, F facilities, S stations, D dimensions, C load caps, L the
longest route that there can be. An amount has 2 D columns: what is picked up, then what is brought from
the start of the trip.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from routing.engines.lns.layout import rows
from routing.engines.lns.layout.accessors import Accessors, HasPlaces, replace_in_kernels, row_at
from routing.engines.lns.layout.records import Flag, Row, dtype_of, numba_type


class Context(HasPlaces):
    """Scalars, and where tables lie; the search reads the problem's part and changes the rest."""

    # The problem: sizes, rules of the whole day, weights of the objective.
    stops: int
    facilities: int
    stations: int
    vehicles: int
    classes: int
    dims: int
    caps: int
    rest_after_s: int  # driving time after which a rest is due; 0: no rests
    rest_s: int
    end_empty: Flag
    balance: float  # per hour squared
    mean_hours: float
    compactness: float  # per metre
    stability: float  # per stop
    insertion_neighbours: int
    orders: int
    # The problem: features by which kernels choose the cheapest way that is still exact (`features.py`).
    is_plain: Flag
    is_ordered: Flag
    is_untimed: Flag
    is_time_priced: Flag
    is_one_way: Flag
    is_weighed: Flag
    has_ranges: Flag
    has_intake_limits: Flag
    has_late_releases: Flag
    has_typed_deliveries: Flag
    # The search: counts.
    stamp: int  # number of the latest insertion, which marks positions already seen
    changed_count: int
    snapshot_rows: int
    absent_count: int
    absent_before: int  # of those, how many were absent before this iteration
    queue_size: int
    blink_in: int  # positions until the next blink
    used_visits: int  # in routes that are in use
    used_routes: int
    # Addresses: of this record, and of what prices a route (`pricing/evaluation.py`).
    own_address: int
    simulate_address: int
    evaluate_address: int


_open = Accessors(Context)

# The problem.
arcs = _open.cube("arc", rows.Arc)
"""(profiles, N, N)."""
nodes = _open.table("node", rows.Node)
"""(N,): stops (tasks, then each shipment's pickup and delivery), facilities, stations, depots, nowhere."""
amounts = _open.int64("amount", 2)
"""(N, 2 D)."""
penalties = _open.float64("penalty", 1)
"""(n,): cost of leaving a stop out."""
windows = _open.table("window", rows.Window)
"""Of all nodes, one after the other."""
vehicles = _open.table("vehicle", rows.Vehicle)
"""(V,)."""
capacities = _open.int64("capacity", 2)
"""(V, D)."""
vehicle_classes = _open.table("vehicle_class", rows.VehicleClass)
"""One row per class."""
class_members = _open.int32("class_member", 1)
"""(V,): vehicles by class, then by rank."""
breaks = _open.table("pause", rows.Break)
"""Of all vehicles, one after the other."""
conflicts = _open.table("conflict", rows.Conflict)
"""One row per load type."""
load_caps = _open.table("cap", rows.LoadCap)
"""(C,)."""
accepted_types = _open.int64("accepted", 1)
"""(F,): load types that a facility takes."""
intakes = _open.int64("intake", 2)
"""(F, D): the most that a facility takes in, -1 for no limit."""
near_facilities = _open.int32("near_facility", 2)
"""(N, F): facilities by driving time from a node."""
near_stations = _open.int32("near_station", 2)
"""(N, S): stations by driving time from a node."""
neighbours = _open.int32("neighbour", 2)
"""(n, K): the nearest stops of a stop."""
orders = _open.int32("order", 1)
"""Orders of insertion, as often as they are to be drawn."""
fixed_sequences = _open.int32("fixed", 2)
"""(V, L): beginnings of routes that locks fix."""

# Routes and their prices.
routes = _open.table("route", rows.Route)
"""(V,)."""
sequences = _open.int32("sequence", 2)
"""(V, L): the nodes of each route."""
visits = _open.table("visit", rows.Visit)
"""(n,)."""
states = _open.grid("state", rows.State)
"""(V, L + 1): the route after each visit, row 0 at the depot; empty for plain problems."""
state_words = _open.words("state", rows.State, 2)
"""The same, to be copied."""
loads = _open.int64("load", 3)
"""(V, L + 1, 2 D + C): D loads after the visit, D peaks of the trip, C capped loads."""
rooms = _open.int64("room", 3)
"""(V, L + 1, D + C): what the trip still has room for."""
segments = _open.table("segment", rows.Segments)
"""(n + 2 V,): per stop, then the start and the end of each vehicle; for plain problems."""
segment_loads = _open.grid("segment_load", rows.SegmentLoad)
"""(n + 2 V, D)."""
route_loads = _open.int64("route_load", 2)
"""(V, 2 D): sums of a whole route, for plain problems."""
unloaded = _open.int64("unloaded", 3)
"""(V + 1, F, D): what each route leaves at each facility; row V holds the sums."""
best_sequences = _open.int32("best_sequence", 2)
"""(V, L): the routes of the best plan."""

# Snapshots of the routes that an iteration changes.
changed = _open.int32("changed", 1)
"""(V,): the routes changed."""
snapshot_sequences = _open.int32("snapshot_sequence", 1)
snapshot_states = _open.words("snapshot_state", rows.State, 1)
snapshot_loads = _open.int64("snapshot_load", 2)
snapshot_rooms = _open.int64("snapshot_room", 2)

# Work space.
absent = _open.int32("absent", 1)
"""(n,): the stops in no route."""
queue = _open.table("queue", rows.Queued)
"""(n,): the stops to insert, in order."""
candidates = _open.table("candidate", rows.Candidate)
"""The positions to try for one stop, in order."""
seen_positions = _open.int32("seen", 2)
"""(V, L + 1): the stamp of the latest insertion that looked at a position."""
seen_rows = _open.int64("seen_row", 1)
"""(n + 2 V,): the same by row of `segments`."""
block = _open.int32("block", 1)
"""The visits that a change puts into a route."""
now = _open.single("now", rows.State)
"""The state of the simulation."""
now_words = _open.words("now", rows.State, 0)
"""The same, to be copied."""
now_loads = _open.int64("now_load", 1)
"""(2 D + C + F D,): a row as in `loads`, then what is left at each facility."""
rng_words = _open.uint64("rng", 1)
"""(2,): state of the random generator."""


def context_at(address: int) -> Context:
    """Return the context at an address, by reference."""
    return row_at(Context, address)


replace_in_kernels(
    context_at,
    numba_type(Context),
    [numba_type(int)],
    lambda target, builder, signature, arguments: builder.inttoptr(
        arguments[0], target.get_value_type(signature.return_type)
    ),
)


class Workspace:
    """Owns a context and the arrays behind its tables, which live as long as either of the two.

    Attributes
    ----------
    c
        What kernels take. On the Python side, too, tables are read and changed through the accessors.
    """

    def __init__(self) -> None:
        self._record = np.zeros(1, dtype_of(Context))
        self.c: Context = cast(Context, self._record[0])
        self.c.own_address = self._record.ctypes.data
        self._arrays: dict[str, NDArray[Any]] = {}
        object.__setattr__(self.c, "arrays", self._arrays)  # so that who has `c` alone has the memory, too

    def put(self, name: str, array: NDArray[Any]) -> None:
        """Give a table its array, made contiguous, with at least one entry along each axis."""
        if 0 in array.shape:
            array = np.zeros([max(extent, 1) for extent in array.shape], array.dtype)
        array = np.ascontiguousarray(array)
        self._arrays[name] = array
        self.c.places[_open.numbers[name], : array.ndim + 1] = array.ctypes.data, *array.shape

    def put_rows(self, name: str, row: type[Row], *shape: int) -> NDArray[Any]:
        """Give a table rows of zeros; returns them."""
        empty: NDArray[Any] = np.zeros(shape, dtype_of(row))
        self.put(name, empty)
        return self._arrays[name]

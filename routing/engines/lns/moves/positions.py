"""Lengths of routes, positions of stops in them, and empty vehicles by class."""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context


@typed_kernel
def set_length(c: Context, v: int, length: int) -> None:
    """Set the number of visits of route v; an empty vehicle becomes available in its class."""
    tables.routes(c)[v].length = length
    if length == 0:
        vehicle = tables.vehicles(c)[v]
        vehicle_class = tables.vehicle_classes(c)[vehicle.class_number]
        vehicle_class.free = min(vehicle_class.free, vehicle.rank)


@typed_kernel
def first_empty(c: Context, number: int) -> int:
    """Return the first empty vehicle of a class, or -1."""
    vehicle_class, member = tables.vehicle_classes(c)[number], tables.class_members(c)
    route = tables.routes(c)
    while vehicle_class.free < vehicle_class.members:
        v = member[vehicle_class.first_member + vehicle_class.free]
        if route[v].length == 0:
            return v
        vehicle_class.free += 1
    return -1


@typed_kernel
def index_stops(c: Context, v: int, first: int) -> None:
    """Store the positions of route v's stops from visit `first` on."""
    seq, visit = tables.sequences(c), tables.visits(c)
    for i in range(first, tables.routes(c)[v].length):
        at = seq[v, i]
        if at < c.stops:
            visit[at].route = v
            visit[at].position = i

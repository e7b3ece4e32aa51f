"""The rows of the search's tables, field by field.

Times are seconds after the problem's start; amounts are in the problem's units. Sets of load types and of
skills are bit masks. A node, vehicle, facility, … that is not there is -1.
"""

from __future__ import annotations

from routing.engines.lns.layout.records import Flag, Int32, Row

FOREVER_S = 2**40
"""A time that no route reaches, and an amount that no vehicle holds."""

ANY, NONE = -1, -2
"""What `next_stop`, `previous_stop` and `first_stop` say instead of a stop: any stop; none at all."""

PER_UNIT = 1_000_000
"""Parts of a unit of cost in which lateness and the objective's weights are summed, as whole numbers."""

BY_CHANCE, LARGE_FIRST, FAR_FIRST, CLOSE_FIRST, NARROW_FIRST, EARLY_FIRST, LATE_FIRST, DEAR_FIRST = range(8)
"""Orders in which absent stops are inserted: by chance, amount, distance from the depot, windows, penalty."""


class Arc(Row):
    """From one node to another; a duration of -1 says that there is no road."""

    duration_s: Int32
    distance_m: Int32


class Node(Row):
    """A stop, facility, station, depot or "nowhere", at which a route may be."""

    place: int  # its row in the travel matrices
    service_s: int
    setup_s: int  # more, where the visit before was at another place
    first_window: int
    last_window: int
    earliest_s: int  # opening of the first window, closing of the last
    latest_s: int
    load_type: int
    partner: int  # the other end of a shipment
    delivers: Flag  # is a shipment's delivery
    skills: int  # required
    locked_to: int  # the vehicle that a lock demands
    release_s: int  # earliest departure of the trip that brings its goods
    collects: Flag  # takes goods aboard that an unloading leaves
    next_stop: int  # what locks demand right after and right before it
    previous_stop: int
    chain_head: int  # the first stop of the sequence that locks tie it into
    is_fixed: Flag  # locks fix its place in a route
    due_s: int
    late_price: int  # per second after `due_s`, in parts of `PER_UNIT`
    earlier_vehicle: int  # the one that served it in the plan before


class Window(Row):
    """When a service may start, both ends inclusive."""

    opens_s: int
    closes_s: int


class Vehicle(Row):
    """A vehicle, its shift, limits and prices; a limit of -1 is none."""

    start: int  # nodes
    end: int
    opens_s: int
    closes_s: int
    overtime_s: int
    skills: int
    max_distance_m: int
    max_duration_s: int
    profile: int
    first_break: int  # its breaks are those from here to before `last_break`
    last_break: int
    class_number: int
    rank: int  # within its class
    driven_before_s: int  # since its last rest
    carried_types: int  # load types that it has carried today
    first_stop: int
    range_m: int  # of a full battery
    recharge_s: int  # from empty to full
    used_before_m: int  # of the battery
    fixed_cost: float
    per_m: float
    per_s: float
    per_overtime_s: float


class VehicleClass(Row):
    """Vehicles that differ in nothing, listed in `class_members`."""

    first_member: int
    members: int
    free: int  # no vehicle of a lower rank is empty


class Break(Row):
    """A break, which starts within a window."""

    opens_s: int
    closes_s: int
    duration_s: int


class Conflict(Row):
    """Load types that one type must not meet: aboard, or on the same vehicle in one day."""

    aboard_types: int
    day_types: int


class LoadCap(Row):
    """The most of a dimension that a load type may take up."""

    load_type: int
    dimension: int
    most: int


class Route(Row):
    """A vehicle's route, and what a rollback and the best plan need of it."""

    length: int  # visits
    fixed_length: int  # of the beginning that locks fix
    duration_s: int
    waiting_s: int  # that leaving later does not save
    metres: int  # kept up to date for plain problems only
    cost: float
    is_changed: Flag  # in this iteration, so that a snapshot of it exists
    snapshot_length: int
    snapshot_waiting_s: int
    snapshot_from: int  # first row of its snapshot
    snapshot_cost: float
    best_length: int


class Visit(Row):
    """Where a stop is served: the vehicle (-1: absent) and the position in its route."""

    route: Int32
    position: Int32


class State(Row):
    """A simulated route after a visit; from `latest_start_s` on, what the visits to come leave room for."""

    time_s: int
    driven_s: int  # since the last rest
    wait_s: int  # idle so far
    push_s: int  # how much later the route could leave without missing a window
    idle_s: int  # the same two where idle time that served as a rest must stay
    idle_push_s: int
    metres: int
    driving_s: int
    next_break: int
    open_shipments: int
    aboard_types: int
    day_types: int
    collected_types: int
    left_at_s: int
    last_stop: int
    charged_at_m: int
    last_task: int
    weighed_cost: int  # lateness, compactness and stability, in parts of `PER_UNIT`
    latest_start_s: int
    room_types: int  # load types that come aboard before the next unloading
    room_unloads: Flag  # whether an unloading follows


class Segments(Row):
    """The segment from the start depot up to a visit, and the one from there to the end depot."""

    span_s: int  # least duration
    earliest_s: int  # departures that attain it
    latest_s: int
    back_span_s: int
    back_earliest_s: int
    back_latest_s: int
    node: int
    leg_m: int  # metres from the visit before


class SegmentLoad(Row):
    """Loads of both segments in one dimension: sums brought and picked up, and the peak."""

    brought: int
    picked: int
    peak: int
    back_brought: int
    back_picked: int
    back_peak: int


class Queued(Row):
    """An absent stop to be inserted, in order of the key."""

    stop: int
    key: float


class Candidate(Row):
    """A position at which a stop may be inserted, and the least that it can add to the cost."""

    vehicle: Int32
    position: Int32
    bound: float

"""Li & Lim's format: pickups and deliveries with time windows, one depot, equal vehicles.

References
----------
Li & Lim (2001), A metaheuristic for the pickup and delivery problem with time windows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.problem import Problem, Shipment, ShipmentStop
from routing.formats.documents import read_text
from routing.formats.native import ProblemFile
from routing.formats.planar import Distance, convention, fleet, numbers, refuse, travel, whole_number

_COLUMNS = 9


def read_problem(text: str | bytes, *, distance: Distance | None = None) -> ProblemFile:
    """Read a Li & Lim file; a shipment's id is the customer number of its pickup.

    Places are customer numbers, so a visit's `place` tells pickup and delivery apart.

    Parameters
    ----------
    distance
        By default truncated to one decimal.

    Raises
    ------
    InputError
        F201: not this format; F202: a row that cannot be used, by its line.
    """
    lines = [
        (number, line) for number, line in enumerate(read_text(text).splitlines(), start=1) if line.strip()
    ]
    read = [(number, numbers(line)) for number, line in lines]
    head = read[0][1] if read else None
    if head is None or len(head) not in (2, 3) or len(read) < 2:
        refuse(
            "F201",
            "Not a Li & Lim file: vehicles, capacity and speed, or the customers, are missing.",
        )
    rows = []
    for position, (number, values) in enumerate(read[1:]):
        if values is None or len(values) != _COLUMNS:
            refuse("F202", "A customer has nine numbers.", f"line {number}")
        if values[0] != position:
            refuse("F202", f"Customer {position} is missing here; found {values[0]:g}.", f"line {number}")
        rows.append(values)
    return _problem(head, np.array(rows), distance)


def _problem(head: list[float], rows: NDArray[np.float64], distance: Distance | None) -> ProblemFile:
    by = convention(distance, with_windows=True)
    speed = head[2] if len(head) > 2 and head[2] > 0 else 1.0
    matrix = travel(rows[:, 1:3], by, speed=speed)
    windows, service_s = by.whole(rows[:, 4:6]), by.whole(rows[:, 6])

    def stop(place: int) -> ShipmentStop:
        window = (int(windows[place, 0]), int(windows[place, 1]))
        return ShipmentStop(place=place, service_s=int(service_s[place]), windows=(window,))

    shipments = [
        Shipment(
            id=str(pickup),
            pickup=stop(pickup),
            delivery=stop(_delivery(rows, pickup)),
            demand=(whole_number(rows[pickup, 3], "The demand", f"customer {pickup}"),),
        )
        for pickup in range(1, len(rows))
        if rows[pickup, 7] == 0
    ]
    if 2 * len(shipments) != len(rows) - 1:
        refuse("F202", f"{len(rows) - 1} customers are not pairs of a pickup and a delivery.")
    vehicles = fleet(
        whole_number(head[0], "The number of vehicles", "line 1"),
        start=0,
        shift=(int(windows[0, 0]), int(windows[0, 1])),
        capacity=(whole_number(head[1], "The capacity", "line 1"),),
        cost=by.unit_cost(),
    )
    problem = Problem(vehicles=vehicles, shipments=tuple(shipments), dimensions=("kg",))
    return ProblemFile(problem=problem, matrices={DEFAULT_PROFILE: matrix}, scale=by.scale)


def _delivery(rows: NDArray[np.float64], pickup: int) -> int:
    """Return the delivery paired with a pickup; both must name each other and have opposite amounts."""
    delivery = whole_number(rows[pickup, 8], "The delivery", f"customer {pickup}")
    if not 0 < delivery < len(rows) or rows[delivery, 7] != pickup:
        refuse("F202", f"Customer {delivery} is not the delivery of pickup {pickup}.", f"customer {pickup}")
    if rows[delivery, 3] != -rows[pickup, 3]:
        refuse("F202", f"Delivery {delivery} does not take all of pickup {pickup}.", f"customer {delivery}")
    return delivery

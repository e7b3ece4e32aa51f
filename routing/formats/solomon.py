"""Solomon's and Gehring & Homberger's format: time windows, one depot, a fleet of equal vehicles.

References
----------
Solomon (1987), Algorithms for the vehicle routing and scheduling problems with time window
constraints; Gehring & Homberger (1999).
"""

from __future__ import annotations

import numpy as np

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.problem import Problem, Task
from routing.formats.documents import read_text
from routing.formats.native import ProblemFile
from routing.formats.planar import Distance, convention, fleet, numbers, refuse, travel, whole_number

_COLUMNS = 7


def read_problem(text: str | bytes, *, distance: Distance | None = None) -> ProblemFile:
    """Read a Solomon file; a task's id is its customer number, in `kg`.

    Parameters
    ----------
    distance
        By default truncated to one decimal.

    Raises
    ------
    InputError
        F201: not this format; F202: a row that cannot be used, by its line.
    """
    size: tuple[int, int] | None = None
    rows: list[tuple[int, list[float]]] = []
    for number, line in enumerate(read_text(text).splitlines(), start=1):
        values = numbers(line)
        if not values:
            if rows and line.strip():
                refuse("F202", f"The row {line.strip()[:40]!r} is not seven numbers.", f"line {number}")
            continue
        where = f"line {number}"
        if size is None and len(values) == 2:
            size = (whole_number(values[0], "NUMBER", where), whole_number(values[1], "CAPACITY", where))
        elif size is not None and len(values) == _COLUMNS:
            rows.append((number, values))
        else:
            refuse("F202", f"The row has {len(values)} numbers; a customer has seven.", where)
    if size is None or not rows:
        refuse("F201", "Not a Solomon file: vehicle number and capacity, or the customers, are missing.")
    return _problem(size, rows, distance)


def _problem(
    size: tuple[int, int], rows: list[tuple[int, list[float]]], distance: Distance | None
) -> ProblemFile:
    by = convention(distance, with_windows=True)
    matrix = travel(np.array([values[1:3] for _, values in rows]), by)
    windows = by.whole(np.array([values[4:6] for _, values in rows]))
    service_s = by.whole(np.array([values[6] for _, values in rows]))
    tasks = [
        Task(
            id=str(whole_number(values[0], "CUST NO.", f"line {number}")),
            place=place,
            demand=(whole_number(values[3], "DEMAND", f"line {number}"),),
            service_s=int(service_s[place]),
            windows=((int(windows[place, 0]), int(windows[place, 1])),),
        )
        for place, (number, values) in enumerate(rows)
        if place
    ]
    vehicles = fleet(
        size[0],
        start=0,
        shift=(int(windows[0, 0]), int(windows[0, 1])),
        capacity=(size[1],),
        cost=by.unit_cost(),
    )
    problem = Problem(vehicles=vehicles, tasks=tuple(tasks), dimensions=("kg",))
    return ProblemFile(problem=problem, matrices={DEFAULT_PROFILE: matrix}, scale=by.scale)

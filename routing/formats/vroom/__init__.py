"""Read and write VROOM's JSON: `read_request`, `Request.problem_file`, `solution`, `error_document`.

A vehicle's `steps` are the initial plan of the search (`Request.warm_plan`), or the fixed routes of plan mode
(`plan_mode_solution`).

VROOM's objective is expressed in terms of our problem: every task is optional, with penalties that rank the
sum of priorities before the number of tasks and that before cost; a vehicle's travel cost becomes the length
of its arcs (`problem`).
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from data.domain.errors import HuiliuError, InputError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from routing.formats.native import ProblemFile
from routing.formats.vroom.problem import Travel, build_problem, travel_of
from routing.formats.vroom.request import read_document
from routing.formats.vroom.solution import write_solution
from routing.formats.vroom.types import Document
from routing.formats.vroom.warm import warm_plan

OK, INTERNAL, INPUT, ROUTING = 0, 1, 2, 3
"""VROOM's codes; vroom-express answers them with 200, 500, 400 and 500."""


class Request(Document):
    """A VROOM document and the problem that it describes."""

    @property
    def profiles(self) -> set[str]:
        """Profiles of the vehicles."""
        return {vehicle.profile for vehicle in self.vehicles}

    def travel(self, matrices: TravelMatrices | None = None) -> dict[str, Travel]:
        """Return seconds and metres by profile, from the document or from `matrices`.

        Raises
        ------
        InputError
            F302: neither the document nor `matrices` contains a profile in use.
        """
        return travel_of(self.given, matrices, self.profiles)

    def problem_file(self, matrices: TravelMatrices | None = None) -> ProblemFile:
        """Build the problem, with one matrix per group of equal vehicles.

        Parameters
        ----------
        matrices
            Road matrices over `places`, by profile; not needed if the document has custom matrices.

        Raises
        ------
        InputError
            F302: there are no matrices. F303: a combination of limits is not supported.
        """
        return build_problem(self, self.travel(matrices))

    def warm_plan(self, file: ProblemFile) -> Plan | None:
        """Build the initial plan that `steps` describe; None if there are none.

        Raises
        ------
        InputError
            F304: one fault for each vehicle whose steps break a rule.
        """
        return warm_plan(self, file)


def read_request(text: str | bytes) -> Request:
    """Read a VROOM document.

    Raises
    ------
    InputError
        F1xx: not JSON, or too large; F301: all faults of the document, each with its path.
    """
    document = read_document(text)
    return Request(**{each.name: getattr(document, each.name) for each in fields(document)})


def solution(
    request: Request, plan: Plan, *, matrices: TravelMatrices | None = None, computing_ms: int | None = None
) -> dict[str, Any]:
    """Write VROOM's answer to a request.

    Parameters
    ----------
    plan
        A plan of the problem `request.problem_file(matrices)`.
    computing_ms
        Reported as the solving time; by default the plan's own.
    """
    solving_ms = round(plan.seconds * 1000) if computing_ms is None else computing_ms
    return write_solution(request, request.travel(matrices), plan, solving_ms)


def plan_mode_solution(request: Request, matrices: TravelMatrices | None = None) -> dict[str, Any]:
    """Write VROOM's answer in plan mode: the routes of `steps` with times, and all rules that they break.

    Raises
    ------
    InputError
        F302: there are no matrices. F303: limits need distances that are missing. F305: a route has no
        feasible times.
    """
    # Imported here, as it loads a solver, which the web process that reads documents does not need.
    from routing.formats.vroom.plan_mode import write_plan_mode

    return write_plan_mode(request, request.travel(matrices))


def error_document(error: HuiliuError) -> tuple[int, dict[str, Any]]:
    """Return the HTTP status and body of vroom-express for this error."""
    code = INTERNAL
    if isinstance(error, InputError):
        code = ROUTING if error.code == "F302" else INPUT
    message = " ".join(fault.cause for fault in error.faults[:20])
    return 400 if code == INPUT else 500, {"code": code, "error": message}

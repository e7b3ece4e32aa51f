"""VROOM's JSON in and out: `read_request`, `Request.problem_file`, `solution`, `error_document`.

A vehicle's `steps` are the search's first plan (`Request.warm_plan`), or the routes that plan mode is asked
about (`plan_mode_solution`).

What VROOM leaves to an engine of its own is put into the problem's terms: every task is optional,
at a penalty that puts the sum of priorities first, then the number of tasks, then cost; and a
vehicle's travel cost becomes the length of its arcs (`problem`).
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
    """A VROOM document, and the problem it means."""

    @property
    def profiles(self) -> set[str]:
        """Profiles that vehicles drive by."""
        return {vehicle.profile for vehicle in self.vehicles}

    def travel(self, matrices: TravelMatrices | None = None) -> dict[str, Travel]:
        """Seconds and metres per profile, from the document or from `matrices`.

        Raises
        ------
        InputError
            F302: neither the document nor `matrices` has them.
        """
        return travel_of(self.given, matrices, self.profiles)

    def problem_file(self, matrices: TravelMatrices | None = None) -> ProblemFile:
        """The problem, with a matrix per kind of vehicle.

        Parameters
        ----------
        matrices
            Road matrices over `places`, per profile; not needed where the document has its own.

        Raises
        ------
        InputError
            F302: there are no matrices. F303: limits that cannot be kept together.
        """
        return build_problem(self, self.travel(matrices))

    def warm_plan(self, file: ProblemFile) -> Plan | None:
        """The plan that `steps` describe, for the search to start from; None where there are none.

        Raises
        ------
        InputError
            F304: every vehicle whose steps break a rule.
        """
        return warm_plan(self, file)


def read_request(text: str | bytes) -> Request:
    """Read a VROOM document.

    Raises
    ------
    InputError
        F1xx: no JSON, or too large; F301: every fault of the document, with its path.
    """
    document = read_document(text)
    return Request(**{each.name: getattr(document, each.name) for each in fields(document)})


def solution(
    request: Request, plan: Plan, *, matrices: TravelMatrices | None = None, computing_ms: int | None = None
) -> dict[str, Any]:
    """VROOM's answer to a request.

    Parameters
    ----------
    plan
        Of the problem that `request.problem_file(matrices)` gave.
    computing_ms
        Reported as the solving time; by default the plan's own.
    """
    solving_ms = round(plan.seconds * 1000) if computing_ms is None else computing_ms
    return write_solution(request, request.travel(matrices), plan, solving_ms)


def plan_mode_solution(request: Request, matrices: TravelMatrices | None = None) -> dict[str, Any]:
    """VROOM's answer in plan mode: the routes of `steps` with times, and every rule that they break.

    Raises
    ------
    InputError
        F302: there are no matrices. F303: limits need distances that are missing. F305: a route has no
        times at all.
    """
    # Here, not above: it brings a solver, which the web process that reads documents never loads.
    from routing.formats.vroom.plan_mode import planned

    return planned(request, request.travel(matrices))


def error_document(error: HuiliuError) -> tuple[int, dict[str, Any]]:
    """HTTP status and body with which vroom-express would answer this error."""
    code = INTERNAL
    if isinstance(error, InputError):
        code = ROUTING if error.code == "F302" else INPUT
    message = " ".join(fault.cause for fault in error.faults[:20])
    return 400 if code == INPUT else 500, {"code": code, "error": message}

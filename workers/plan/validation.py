"""Validate a day before and after the search: drop rows with faults, refuse a plan with violations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from data.domain.errors import Fault, HuiliuError, InputError
from data.domain.matrix import TravelMatrix
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.store.plans.tables import UnassignedGroup
from routing.check import violations
from routing.validate import faults as faults_of
from workers.plan.tasks import Part, SetAside
from workers.queue.attempts import join_causes

_NAMED = re.compile(r"^(vehicles|tasks|facilities)\[(\d+)\]")
_WORDS = {"vehicles": "vehicle", "facilities": "site"}
Faulty = Mapping[tuple[str, int], list[Fault]]


def drop_faulty(
    problem: Problem, matrices: Mapping[str, TravelMatrix], parts: Mapping[str, Part]
) -> tuple[Problem, list[SetAside], list[Fault]]:
    """Drop the trucks, sites and tasks of a problem that have faults, so that the rest of the day is planned.

    Returns
    -------
    problem
        Free of faults.
    set_aside, faults
        The requests, and the trucks and sites, that were dropped, and why.

    Raises
    ------
    InputError
        R1xx: a fault lies in no single row, or no truck is left.
    """
    set_aside: list[SetAside] = []
    faults: list[Fault] = []
    while found := faults_of(problem, matrices):
        faulty = _by_row(found)
        if not faulty:
            raise InputError([*found, *faults])
        for (kind, number), causes in faulty.items():
            if kind == "tasks":
                set_aside.append(_needs_correcting(parts[problem.tasks[number].id], causes))
            else:
                ref = getattr(problem, kind)[number].id
                faults += [replace(cause, where=f"{_WORDS[kind]} {ref}") for cause in causes]
        problem = _without(problem, faulty)
    return problem, set_aside, faults


def _by_row(faults: list[Fault]) -> dict[tuple[str, int], list[Fault]]:
    rows: dict[tuple[str, int], list[Fault]] = defaultdict(list)
    for fault in faults:
        if named := _NAMED.match(fault.where):
            rows[named[1], int(named[2])].append(fault)
    return rows


def _without(problem: Problem, faulty: Faulty) -> Problem:
    return replace(
        problem,
        vehicles=tuple(row for n, row in enumerate(problem.vehicles) if ("vehicles", n) not in faulty),
        tasks=tuple(row for n, row in enumerate(problem.tasks) if ("tasks", n) not in faulty),
        facilities=tuple(row for n, row in enumerate(problem.facilities) if ("facilities", n) not in faulty),
    )


def _needs_correcting(part: Part, causes: list[Fault]) -> SetAside:
    return SetAside(
        request_id=part.request_id,
        load_type=part.load_type,
        code="R252",
        reason=" ".join(f"{fault.cause} {fault.action}" for fault in causes),
        group=UnassignedGroup.NEEDS_CORRECTING,
        details={"faults": ", ".join(fault.code for fault in causes)},
    )


def require_valid(problem: Problem, matrices: Mapping[str, TravelMatrix], plan: Plan) -> None:
    """Have the independent checker pass a plan: one that breaks a rule is never stored.

    Raises
    ------
    HuiliuError
        W208: the plan breaks a rule.
    """
    found = violations(problem, matrices, plan)
    if found:
        raise HuiliuError(
            Fault(
                "W208",
                f"The plan found breaks {len(found)} rules: {join_causes(row.message for row in found)}",
                "Requests and earlier plans are kept. Plan again, and report this: it is a defect.",
                "plan",
            )
        )

"""Explanation of every unassigned task of a plan: code, reason and smallest relaxation.

Every statement is proved: the reason by inserting the task into the final plan, with all other tasks
on their vehicle and in their order, the relaxation by inserting it again after the change.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Problem
from routing.construct.insertion import rank_positions
from routing.explain.changes import Change, window_and_shift
from routing.explain.probe import CandidateVehicle, InsertionProber, list_candidates, sort_by_closeness
from routing.explain.relaxation import (
    InsertionTest,
    changes_for,
    find_additional_vehicle,
    find_smallest_amount,
    minimise_over_vehicles,
)
from routing.explain.wording import CODES, NO_TIME, NO_VEHICLE, TOO_DEAR, advice, sentence
from routing.model.index import DayIndex
from routing.model.objective import NOT_EXPLAINED, assemble_plan
from routing.model.steps import Infeasible

NEAREST_VEHICLES = 3
"""Vehicles closest to serving a task, for which changes are tried."""
GRACE_S = 0.2
"""Time after the deadline during which reasons are still given, without relaxations."""
Figures = Mapping[str, str | int | float]


def explain(
    problem: Problem,
    matrices: TravelMatrices,
    plan: Plan,
    *,
    seconds: float | None = None,
    insert: bool = False,
) -> Plan:
    """Explain every unassigned task of a plan.

    Parameters
    ----------
    seconds
        Wall time after which no relaxation is sought and the reason is that of the vehicle with the least
        detour; `GRACE_S` later, tasks keep the code R200. None for no limit.
    insert
        Whether to insert tasks that turn out to fit at less than their penalty.

    Returns
    -------
    Plan
        The same routes, but for insertions, with R210 to R225 in `unassigned`. A relaxation has the
        ``change``, the amount ``by`` which (in steps of 5 minutes, 1 unit of load, 1 km), and the
        ``vehicle`` that then serves the task; it is empty where none of the changes tried helps.
    """
    if not plan.unassigned:
        return plan
    deadline = float("inf") if seconds is None else time.monotonic() + seconds
    explainer = _Explainer(problem, matrices, plan, deadline)
    if insert:
        explainer.insert_profitable()
    return replace(
        explainer.plan, unassigned=tuple(explainer.explain(each) for each in explainer.plan.unassigned)
    )


class _Explainer:
    """Explains the unassigned tasks of one plan until a deadline."""

    def __init__(self, problem: Problem, matrices: TravelMatrices, plan: Plan, deadline: float) -> None:
        self.problem = problem
        self.matrices = matrices
        self.plan = plan
        self.deadline = deadline
        self.index = DayIndex(problem, matrices)
        self.prober = InsertionProber(self.index, plan)
        self.candidates = list_candidates(self.index, plan)

    def insert_profitable(self) -> None:
        """Insert tasks that fit at less than their penalty, those with the highest penalty first."""
        index = self.index

        def penalty(id_: str) -> float:
            price = index.penalty(id_)
            return float("inf") if price is None else price

        for id_ in sorted((each.task for each in self.plan.unassigned), key=penalty, reverse=True):
            for candidate in self._vehicles_to_probe(id_):
                if time.monotonic() > self.deadline:
                    return
                route = self.prober.probe(candidate, id_)
                if isinstance(route, Route) and self._extra_cost(candidate, route) < penalty(id_):
                    others = [each for each in self.plan.routes if each.vehicle != route.vehicle]
                    routes = (*others, route)
                    better = assemble_plan(index, routes, engine=self.plan.engine, seconds=self.plan.seconds)
                    if penalty(id_) < float("inf") and better.cost >= self.plan.cost:
                        continue  # weighted terms outweigh the penalty
                    self.plan = better
                    self.prober = InsertionProber(index, self.plan)
                    self.candidates = list_candidates(index, self.plan)
                    break

    @staticmethod
    def _extra_cost(candidate: CandidateVehicle, route: Route) -> float:
        return route.cost - (0.0 if candidate.route is None else candidate.route.cost)

    def explain(self, left_out: Unassigned) -> Unassigned:
        """Give one unassigned task its code, reason and relaxation."""
        id_ = left_out.task
        if time.monotonic() > self.deadline + GRACE_S:
            return replace(left_out, code=NOT_EXPLAINED, reason=NO_TIME)
        if not self.candidates:
            return Unassigned(task=id_, code=NO_VEHICLE, reason="There is no vehicle.")
        faults: list[tuple[CandidateVehicle, Infeasible]] = []
        for candidate in self._vehicles_to_probe(id_):
            result = self.prober.probe(candidate, id_)
            if isinstance(result, Route):
                return self._explain_price(id_, candidate, result)
            faults.append((candidate, result))
        return self._explain_fault(id_, sort_by_closeness(faults))

    def _vehicles_to_probe(self, id_: str) -> list[CandidateVehicle]:
        """Every vehicle; after the deadline, only the one with the least detour."""
        if time.monotonic() < self.deadline:
            return self.candidates
        able = [each for each in self.candidates if self.index.skills(id_) <= each.vehicle.skills]
        nearest = sorted(able or self.candidates, key=lambda each: self._detour(each, id_))
        return nearest[:1]

    def _detour(self, candidate: CandidateVehicle, id_: str) -> float:
        return rank_positions(self.index, candidate.vehicle, candidate.order, id_)[0].detour

    def _explain_price(self, id_: str, candidate: CandidateVehicle, route: Route) -> Unassigned:
        """Explain a task that fits, but costs more than its penalty."""
        extra = self._extra_cost(candidate, route)
        penalty = self.index.penalty(id_) or 0.0
        missing = max(0.0, extra - penalty)
        return Unassigned(
            task=id_,
            code=TOO_DEAR,
            reason=f"Serving it with {candidate.vehicle.id} would cost {extra:.2f}; leaving it out costs "
            f"{penalty:.2f}.",
            details={"vehicle": candidate.vehicle.id, "extra": round(extra, 2), "penalty": penalty},
            relaxation={
                "change": "penalty",
                "by": round(missing, 2),
                "unit": "cost",
                "vehicle": candidate.vehicle.id,
            },
        )

    def _explain_fault(self, id_: str, faults: list[tuple[CandidateVehicle, Infeasible]]) -> Unassigned:
        candidate, fault = faults[0]
        details: dict[str, str | int | float] = {
            **fault.details,
            "vehicle": candidate.vehicle.id,
            "rule": fault.rule,
            "subject": fault.subject,
            "shortfall": fault.amount,
            "unit": fault.unit,
        }
        reason = sentence(candidate.vehicle.id, id_, fault)
        relaxation: Figures = {}
        if time.monotonic() < self.deadline:
            found = self._find_relaxation(id_, faults)
            if found is not None:
                reason, relaxation = f"{reason} {found[0]}", found[1]
        return Unassigned(
            task=id_, code=CODES[fault.rule], reason=reason, details=details, relaxation=relaxation
        )

    def _find_relaxation(
        self, id_: str, faults: list[tuple[CandidateVehicle, Infeasible]]
    ) -> tuple[str, Figures] | None:
        """Find the first kind of change that helps at the closest vehicles, and its smallest amount."""
        for candidate, fault in faults[:NEAREST_VEHICLES]:
            for change in changes_for(self.index, candidate, id_, fault):
                found = self._try_change(id_, candidate, change)
                if found is not None:
                    return found
                if time.monotonic() > self.deadline:
                    return None
        vehicle = find_additional_vehicle(self.problem, self.matrices, self.plan, id_)
        if vehicle is not None:
            figures: Figures = {"change": "vehicles", "by": 1, "unit": "vehicles", "vehicle": vehicle.id}
            return f"It fits if there is one more vehicle like {vehicle.id}.", figures
        for candidate, fault in faults:
            if fault.rule == "skills":
                for change in changes_for(self.index, candidate, id_, fault):
                    found = self._try_change(id_, candidate, change)
                    if found is not None:
                        return found
                break
        candidate = faults[0][0]
        return self._try_change(id_, candidate, window_and_shift(candidate.vehicle.id, id_))

    def _try_change(
        self, id_: str, candidate: CandidateVehicle, change: Change
    ) -> tuple[str, Figures] | None:
        test = InsertionTest(
            problem=self.problem, matrices=self.matrices, plan=self.plan, candidate=candidate, task=id_
        )
        by = find_smallest_amount(test, change)
        if by is None:
            return None
        taker = candidate
        if not change.of_vehicle:
            by, taker = minimise_over_vehicles(test, change, by, self.candidates)
        figures: Figures = {
            "change": change.name,
            "subject": change.subject,
            "by": by,
            "unit": change.unit,
            "vehicle": taker.vehicle.id,
        }
        return advice(change, by), figures

"""Why tasks were left out, and the smallest change that would let each in.

Nothing is guessed: every statement comes from inserting the task into the final plan, everything
else staying on its vehicle in its order, and every advice from doing so again after the change.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Problem
from routing.construct.insertion import places_for
from routing.construct.repair import NOT_EXPLAINED, assemble
from routing.explain.changes import Change, relaxed, window_and_shift
from routing.explain.probe import Candidate, Prober, by_closeness, candidates
from routing.explain.relaxation import Question, changes_for, least_of_all, one_more_vehicle, smallest
from routing.explain.wording import CODES, NO_TIME, NO_VEHICLE, TOO_DEAR, advice, sentence
from routing.model.index import DayIndex
from routing.model.steps import Infeasible

__all__ = ["explain", "relaxed"]

NEAREST_VEHICLES = 3
NEAREST_ONLY_S = 0.2
Figures = Mapping[str, str | int | float]


def explain(
    problem: Problem,
    matrices: TravelMatrices,
    plan: Plan,
    *,
    seconds: float | None = None,
    insert: bool = False,
) -> Plan:
    """Give every unassigned task its code, reason and smallest relaxation.

    Parameters
    ----------
    seconds
        Wall time after which relaxations are no longer looked for, and the reason is that of the
        vehicle that passes nearest; `NEAREST_ONLY_S` later tasks keep the code R200.

    insert
        Whether a task that turns out to fit for less than its penalty is put into the plan.

    Returns
    -------
    Plan
        The same routes (but for what was inserted); in `unassigned` R210 to R225. A relaxation
        names the ``change``, ``by`` how much (steps of 5 minutes, 1 unit of load, 1 km), and the
        ``vehicle`` that then takes the task; it is empty where no change of those tried helps.
    """
    if not plan.unassigned:
        return plan
    deadline = float("inf") if seconds is None else time.monotonic() + seconds
    explainer = _Explainer(problem, matrices, plan, deadline)
    if insert:
        explainer.insert_what_pays()
    return replace(
        explainer.plan, unassigned=tuple(explainer.explain(each) for each in explainer.plan.unassigned)
    )


class _Explainer:
    def __init__(self, problem: Problem, matrices: TravelMatrices, plan: Plan, deadline: float) -> None:
        self.problem = problem
        self.matrices = matrices
        self.plan = plan
        self.deadline = deadline
        self.index = DayIndex(problem, matrices)
        self.prober = Prober(self.index, plan)
        self.candidates = candidates(self.index, plan)

    def insert_what_pays(self) -> None:
        """Put in what fits for less than its penalty, the dearest first."""
        index = self.index

        def penalty(id_: str) -> float:
            price = index.penalty(id_)
            return float("inf") if price is None else price

        for id_ in sorted((each.task for each in self.plan.unassigned), key=penalty, reverse=True):
            for candidate in self._worth_probing(id_):
                if time.monotonic() > self.deadline:
                    return
                route = self.prober.fits(candidate, id_)
                if isinstance(route, Route) and self._extra(candidate, route) < penalty(id_):
                    others = [each for each in self.plan.routes if each.vehicle != route.vehicle]
                    routes = (*others, route)
                    better = assemble(index, routes, engine=self.plan.engine, seconds=self.plan.seconds)
                    if penalty(id_) < float("inf") and better.cost >= self.plan.cost:
                        continue  # what is weighed makes it dearer
                    self.plan = better
                    self.prober = Prober(index, self.plan)
                    self.candidates = candidates(index, self.plan)
                    break

    @staticmethod
    def _extra(candidate: Candidate, route: Route) -> float:
        return route.cost - (0.0 if candidate.route is None else candidate.route.cost)

    def explain(self, left_out: Unassigned) -> Unassigned:
        id_ = left_out.task
        if time.monotonic() > self.deadline + NEAREST_ONLY_S:
            return replace(left_out, code=NOT_EXPLAINED, reason=NO_TIME)
        if not self.candidates:
            return Unassigned(task=id_, code=NO_VEHICLE, reason="There is no vehicle.")
        faults: list[tuple[Candidate, Infeasible]] = []
        for candidate in self._worth_probing(id_):
            result = self.prober.fits(candidate, id_)
            if isinstance(result, Route):
                return self._too_dear(id_, candidate, result)
            faults.append((candidate, result))
        return self._nearest(id_, by_closeness(faults))

    def _worth_probing(self, id_: str) -> list[Candidate]:
        """Every vehicle; once the time is over, the one alone that passes nearest."""
        if time.monotonic() < self.deadline:
            return self.candidates
        able = [each for each in self.candidates if self.index.skills(id_) <= each.vehicle.skills]
        nearest = sorted(able or self.candidates, key=lambda each: self._detour(each, id_))
        return nearest[:1]

    def _detour(self, candidate: Candidate, id_: str) -> float:
        return places_for(self.index, candidate.vehicle, candidate.order, id_)[0].extra

    def _too_dear(self, id_: str, candidate: Candidate, route: Route) -> Unassigned:
        """It fits, but costs more than leaving it out."""
        extra = self._extra(candidate, route)
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

    def _nearest(self, id_: str, faults: list[tuple[Candidate, Infeasible]]) -> Unassigned:
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
            found = self._smallest(id_, faults)
            if found is not None:
                reason, relaxation = f"{reason} {found[0]}", found[1]
        return Unassigned(
            task=id_, code=CODES[fault.rule], reason=reason, details=details, relaxation=relaxation
        )

    def _smallest(self, id_: str, faults: list[tuple[Candidate, Infeasible]]) -> tuple[str, Figures] | None:
        """The first kind of change that helps at the nearest vehicles, by its least amount."""
        for candidate, fault in faults[:NEAREST_VEHICLES]:
            for change in changes_for(self.index, candidate, id_, fault):
                found = self._by(id_, candidate, change)
                if found is not None:
                    return found
                if time.monotonic() > self.deadline:
                    return None
        vehicle = one_more_vehicle(self.problem, self.matrices, self.plan, id_)
        if vehicle is not None:
            figures: Figures = {"change": "vehicles", "by": 1, "unit": "vehicles", "vehicle": vehicle.id}
            return f"It fits if there is one more vehicle like {vehicle.id}.", figures
        for candidate, fault in faults:
            if fault.rule == "skills":
                for change in changes_for(self.index, candidate, id_, fault):
                    found = self._by(id_, candidate, change)
                    if found is not None:
                        return found
                break
        candidate = faults[0][0]
        return self._by(id_, candidate, window_and_shift(candidate.vehicle.id, id_))

    def _by(self, id_: str, candidate: Candidate, change: Change) -> tuple[str, Figures] | None:
        question = Question(
            problem=self.problem, matrices=self.matrices, plan=self.plan, candidate=candidate, task=id_
        )
        by = smallest(question, change)
        if by is None:
            return None
        taker = candidate
        if not change.of_vehicle:
            by, taker = least_of_all(question, change, by, self.candidates)
        figures: Figures = {
            "change": change.name,
            "subject": change.subject,
            "by": by,
            "unit": change.unit,
            "vehicle": taker.vehicle.id,
        }
        return advice(change, by), figures

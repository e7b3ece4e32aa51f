"""The p-median searched: a first choice, bounds that shrink the model, then the exact model."""

from __future__ import annotations

from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answering import Clock, answer, chosen_by, infeasible
from network.siting.child import Tell
from network.siting.mathopt import solve_linear
from network.siting.median import median_model


def solve_median(study: SitingStudy, clock: Clock, tell: Tell) -> SitingAnswer | None:
    """The answer to a p-median study; None where the time was too short for any."""
    model = median_model(study)
    found = solve_linear(model.linear, clock.left())
    if found.is_infeasible:
        return infeasible(study, clock, "No choice of points serves every place and keeps every rule.")
    if found.values is None:
        return None
    columns, assignment = chosen_by(model, found, study)
    return answer(study, columns, clock, bound=found.bound, proved=found.is_optimal, assignment=assignment)

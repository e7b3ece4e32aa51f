"""Dispatch a study to the search method of its model."""

from __future__ import annotations

from dataclasses import replace

from data.domain.errors import Fault, HuiliuError
from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answers import MANY_STAY, NO_WAY, Clock, OnIncumbent, find_unreachable, make_infeasible
from network.siting.search.center import solve_center
from network.siting.search.covering import solve_cover
from network.siting.search.median import solve_median


def search(study: SitingStudy, seconds: float, on_incumbent: OnIncumbent) -> SitingAnswer:
    """Search the best answer within some seconds.

    Raises
    ------
    HuiliuError
        C301: the time was too short for any. C302: the solver failed.
    """
    clock = Clock(seconds)
    study = drop_unused_parameters(study)
    if study.p is not None and len(study.existing) > study.p:
        stay = f"{len(study.existing)} existing points are to stay, and only {study.p} may be open."
        return make_infeasible(study, clock, stay, code=MANY_STAY)
    if study.model in ("p_median", "p_center") and len(far := find_unreachable(study)):
        reason = f"{len(far)} of {study.places} places have no way to any column."
        return make_infeasible(study, clock, reason, code=NO_WAY)
    solvers = {"p_median": solve_median, "p_center": solve_center}
    found = solvers.get(study.model, solve_cover)(study, clock, on_incumbent)
    if found is None:
        cause = f"No choice was found in {seconds:g} s, and none was proved impossible."
        raise HuiliuError(Fault("C301", cause, "Give more seconds, or ask for less at once."))
    return found


def drop_unused_parameters(study: SitingStudy) -> SitingStudy:
    """Drop parameters that the model of the study does not use."""
    if study.model == "set_cover":
        return replace(study, p=None, handling=None)
    if study.model == "max_cover":
        return replace(study, share=1.0, handling=None)
    return replace(study, backup=1, share=1.0, groups=(), least_share={})

"""The trade-off of points against what they achieve: one study answered for every number of points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from data.domain.errors import Fault, InputError
from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answers import Clock
from network.siting.search_process import run_in_child

Choice = tuple[int, SitingAnswer]


def trade_off(
    study: SitingStudy,
    counts: Sequence[int],
    *,
    seconds: float,
    should_stop: Callable[[], bool] | None = None,
) -> list[Choice]:
    """The best choice for each number of points, in a process of its own.

    Parameters
    ----------
    study
        Any model but set cover, which asks for the number itself.
    seconds
        For the whole curve; a number that takes less leaves the rest to the others.
    should_stop
        Polled ten times a second; once true, the curve ends with what is answered by then.

    Raises
    ------
    InputError
        C107: a number is below 1 or above the columns, or the model has no number of points.
    HuiliuError
        C301, C302, C303: see `network.siting.solve.solve`.
    """
    wrong = [count for count in counts if not 1 <= count <= study.columns]
    if study.model == "set_cover" or wrong or not counts:
        cause = f"A curve over {', '.join(map(str, wrong)) or 'no'} points cannot be drawn for {study.model}."
        action = f"Give numbers from 1 to {study.columns}, and a model that takes p."
        raise InputError(Fault("C107", cause, action, "curve"))
    asked = [replace(study, p=count) for count in sorted(set(counts))]
    answered: list[Choice] = []
    run_in_child(_Curve(asked), study, seconds, on_incumbent=answered.append, should_stop=should_stop)
    return answered


class _Curve:
    """What the child does; it crosses to it whole."""

    def __init__(self, studies: list[SitingStudy]) -> None:
        self.studies = studies

    def __call__(self, _: SitingStudy, seconds: float, tell: Callable[[Choice], None]) -> None:
        # OR-Tools is imported in the child only.
        from network.siting.search.dispatch import search

        clock = Clock(seconds)
        for number, study in enumerate(self.studies):
            share = max(0.1, clock.left() / (len(self.studies) - number))
            assert study.p is not None
            tell((study.p, search(study, share, lambda _: None)))

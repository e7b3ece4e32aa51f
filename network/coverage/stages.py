"""Coverage studies in stages: solve them, and write the answer of every stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from data.domain.study import SitingAnswer, SitingStudy
from network.coverage.study_file import StudyFile, plain_number
from network.siting.answers import StagedAnswer
from network.siting.stages import solve_staged

Stages = tuple[SitingAnswer, ...]


def solve_stages(
    file: StudyFile,
    study: SitingStudy,
    *,
    seconds: float,
    on_incumbent: Callable[[SitingAnswer], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[SitingAnswer, Stages]:
    """Solve a study in stages.

    Parameters
    ----------
    study
        Study of the file; other parameters as of `network.siting.solve.solve`.

    Returns
    -------
    SitingAnswer, tuple
        The columns open in the last stage with the objective of all stages, and the answer of each stage.

    Raises
    ------
    InputError
        C107: the stages are invalid.
    HuiliuError
        C301, C302, C303: see `network.siting.solve.solve`.
    """

    def report(better: StagedAnswer) -> None:
        """Report an answer by stages as one answer."""
        if on_incumbent is not None:
            on_incumbent(_as_one(better, study))

    found = solve_staged(
        study,
        file.stages,
        weights=file.stage_weights,
        seconds=seconds,
        on_incumbent=report,
        should_stop=should_stop,
    )
    return _as_one(found, study), found.stages


def stages_as_json(file: StudyFile, stages: Sequence[SitingAnswer]) -> list[dict[str, Any]]:
    """A JSON list: number of points, year (where given), objective, open columns and assignment per stage."""
    years = file.stage_years or (None,) * len(file.stages)
    return [
        {"p": count}
        | ({} if year is None else {"year": year})
        | {
            "objective": plain_number(each.objective),
            "open": list(each.open),
            "assignment": list(each.assignment),
        }
        for count, year, each in zip(file.stages, years, stages, strict=False)
    ]


def _as_one(whole: StagedAnswer, study: SitingStudy) -> SitingAnswer:
    last = whole.stages[-1] if whole.stages else None
    return SitingAnswer(
        whole.status,
        whole.objective,
        whole.bound,
        last.open if last else (),
        last.assignment if last else (None,) * study.places,
        whole.seconds,
        whole.reason,
        code=whole.code,
    )

"""Siting in stages: points are added in every stage and none is closed again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.domain.errors import Fault, InputError
from data.domain.study import SitingStudy
from network.siting.answers import StagedAnswer
from network.siting.search_process import run_in_child

STAGED_MODELS = ("max_cover", "p_median")
MOST_STAGES = 20


def solve_staged(
    study: SitingStudy,
    counts: Sequence[int],
    *,
    weights: Sequence[float] = (),
    seconds: float,
    on_incumbent: Callable[[StagedAnswer], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> StagedAnswer:
    """Solve a study in stages; every stage keeps the columns that the stage before had open.

    Parameters
    ----------
    study
        Maximum cover or p-median; its `p` is not used.
    counts
        Points open in each stage, existing ones included, not decreasing.
    weights
        Weight of each stage, such as its years; 1 each by default.
    on_incumbent, should_stop
        As of `network.siting.solve.solve`, with the answer of all stages.

    Raises
    ------
    InputError
        C107: counts, weights or the model cannot be staged.
    HuiliuError
        C301, C302, C303: see `network.siting.solve.solve`.
    """
    shares = tuple(weights) or (1.0,) * len(counts)
    falling = any(later < earlier for earlier, later in pairwise(counts))
    outside = any(not 1 <= count <= study.columns for count in counts)
    if not 1 <= len(counts) <= MOST_STAGES or falling or outside or len(shares) != len(counts):
        cause = (
            f"Stages of {', '.join(map(str, counts)) or 'no'} points with {len(shares)} weights cannot be."
        )
        action = f"Give 1 to {MOST_STAGES} numbers from 1 to {study.columns}, none below the one before."
        raise InputError(Fault("C107", cause, action, "stages"))
    if study.model not in STAGED_MODELS or any(share <= 0 for share in shares):
        cause = f"The model {study.model} has no stages, or a weight is not above 0."
        raise InputError(Fault("C107", cause, f"Use {' or '.join(STAGED_MODELS)}.", "stages"))
    work = _Staged(tuple(counts), shares)
    return run_in_child(work, study, seconds, on_incumbent=on_incumbent, should_stop=should_stop)


@dataclass(frozen=True, slots=True)
class _Staged:
    """Task of the child process; picklable."""

    counts: tuple[int, ...]
    weights: tuple[float, ...]

    def __call__(
        self, study: SitingStudy, seconds: float, tell: Callable[[StagedAnswer], None]
    ) -> StagedAnswer:
        # OR-Tools is imported in the child only.
        from network.siting.search.stages import search_staged

        return search_staged(study, self.counts, self.weights, seconds, tell)

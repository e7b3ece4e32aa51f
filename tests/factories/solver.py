"""A stand-in for the workers that solve documents of other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from data.domain.errors import HuiliuError
from workers.vroom.queue import SolveAnswer, SolveRequest


@dataclass
class FakeSolver:
    """Answers at once, or fails as told."""

    asked: list[SolveRequest] = field(default_factory=list)
    error: HuiliuError | None = None

    def solve(self, asked: SolveRequest, *, still_wanted: Callable[[], bool]) -> SolveAnswer:
        assert still_wanted()
        self.asked.append(asked)
        if self.error is not None:
            raise self.error
        return SolveAnswer(200, {"code": 0, "summary": {"cost": 1}})

"""A stand-in for the workers that solve documents of other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from data.domain.errors import HuiliuError
from workers.vroom.queue import Answered, Asked


@dataclass
class FakeSolver:
    """Answers at once, or fails as told."""

    asked: list[Asked] = field(default_factory=list)
    error: HuiliuError | None = None

    def solve(self, asked: Asked, *, still_wanted: Callable[[], bool]) -> Answered:
        assert still_wanted()
        self.asked.append(asked)
        if self.error is not None:
            raise self.error
        return Answered(200, {"code": 0, "summary": {"cost": 1}})

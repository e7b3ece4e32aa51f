"""The search for a calendar: anneal over all days at once, then mend every day's routes by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable

from data.domain.matrix import TravelMatrices
from data.domain.periodic import Calendar, PeriodicProblem
from routing.periodic.daily_routes import Week
from routing.periodic.options import CalendarOptions
from routing.periodic.periodic_data import Ground, begin, encode
from routing.periodic.routes import NEVER
from routing.periodic.ruin_recreate import iterate, sow

HOT, COLD = 0.5, 0.005
"""First and last temperature, as shares of the mean price of a visit."""

CHUNK_S = 0.05
REPORT_EVERY_S = 1.0
ANNEALED_SHARE = 0.7


def search(
    problem: PeriodicProblem,
    matrices: TravelMatrices,
    options: CalendarOptions,
    tell: Callable[[Calendar], None],
    should_stop: Callable[[], bool],
) -> Calendar:
    """The best calendar found, every better one told on the way (one a second at most).

    Parameters
    ----------
    problem
        Free of faults, of places that can be served.
    """
    annealing = Annealing(encode(problem, matrices), options)
    week = Week(problem, matrices)
    begun = time.monotonic()
    best = week.calendar(annealing.best)
    tell(best)
    told_at, told = time.monotonic(), annealing.least
    while not should_stop() and annealing.share(time.monotonic() - begun) < 1.0:
        annealing.run(time.monotonic() - begun)
        if annealing.least < told and time.monotonic() - told_at >= REPORT_EVERY_S:
            best = week.better(best, week.calendar(annealing.best), tell)
            told_at, told = time.monotonic(), annealing.least
    best = week.better(best, week.calendar(annealing.best), tell)
    left_s = max(0.0, options.seconds - (time.monotonic() - begun))
    return week.mended(
        best,
        seconds=left_s,
        iterations=options.iterations,
        seed=options.seed,
        tell=tell,
        should_stop=should_stop,
    )


class Annealing:
    """The compiled search over a whole calendar, in chunks.

    Attributes
    ----------
    best, least
        The best calendar and its objective, in which every place left out has its price.
    """

    def __init__(self, ground: Ground, options: CalendarOptions) -> None:
        self.ground = ground
        self.options = options
        self.now, self.kept, self.best = begin(ground), begin(ground), begin(ground)
        sow(options.seed)
        self.current, self.least = iterate(ground, self.now, self.kept, self.best, 1, 1.0, NEVER, NEVER)
        visits = max(int((self.now.truck >= 0).sum()), 1)
        mean = max(float(self.now.cost.sum()) / visits, 1e-6)
        self.hot, self.cold = HOT * mean, COLD * mean
        self.done, self.chunk = 0, 5

    def share(self, gone_s: float) -> float:
        """How much of the annealing is over."""
        if self.options.iterations is not None:
            return self.done / max(self.options.iterations, 1)
        return gone_s / max(self.options.seconds * ANNEALED_SHARE, 1e-9)

    def run(self, gone_s: float) -> None:
        """Iterate for a moment at the present temperature."""
        temperature = self.hot * (self.cold / self.hot) ** min(self.share(gone_s), 1.0)
        size = self.chunk
        if self.options.iterations is not None:
            size = min(size, self.options.iterations - self.done)
        begun = time.monotonic()
        self.current, self.least = iterate(
            self.ground, self.now, self.kept, self.best, size, temperature, self.current, self.least
        )
        self.done += size
        took_s = time.monotonic() - begun
        if self.options.iterations is None:
            self.chunk = int(min(max(size * CHUNK_S / max(took_s, 1e-5), 1), 4 * size, 2_000))

"""Search a calendar: anneal over all days at once, then polish the routes of each day by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from data.domain.matrix import TravelMatrices
from data.domain.periodic import Calendar, PeriodicProblem
from routing.periodic.daily_routes import DailyRouting
from routing.periodic.options import CalendarOptions
from routing.periodic.periodic_data import PeriodicData, empty_state, encode
from routing.periodic.routes import INFEASIBLE
from routing.periodic.ruin_recreate import iterate, seed_rng

HOT, COLD = 0.5, 0.005
"""First and last temperature, as shares of the mean price of a visit."""

CHUNK_S = 0.05
REPORT_EVERY_S = 1.0
ANNEALED_SHARE = 0.7


def search(
    problem: PeriodicProblem,
    matrices: TravelMatrices,
    options: CalendarOptions,
    on_incumbent: Callable[[Calendar], None],
    should_stop: Callable[[], bool],
) -> Calendar:
    """Search the best calendar.

    Parameters
    ----------
    problem
        Without faults and infeasible places.
    on_incumbent
        Called with every better calendar, once a second at most.
    should_stop
        Polled between chunks of iterations.
    """
    annealing = Annealing(encode(problem, matrices), options)
    routing = DailyRouting(problem, matrices)
    begun = time.monotonic()
    best = routing.calendar(annealing.best)
    on_incumbent(best)
    reported_at, reported = time.monotonic(), annealing.least
    while not should_stop() and annealing.share(time.monotonic() - begun) < 1.0:
        annealing.run(time.monotonic() - begun)
        if annealing.least < reported and time.monotonic() - reported_at >= REPORT_EVERY_S:
            best = routing.better(best, routing.calendar(annealing.best), on_incumbent)
            reported_at, reported = time.monotonic(), annealing.least
    best = routing.better(best, routing.calendar(annealing.best), on_incumbent)
    left_s = max(0.0, options.seconds - (time.monotonic() - begun))
    return routing.polish(
        best,
        seconds=left_s,
        iterations=options.iterations,
        seed=options.seed,
        on_incumbent=on_incumbent,
        should_stop=should_stop,
    )


class Annealing:
    """Simulated annealing over a whole calendar, in chunks of compiled iterations.

    Attributes
    ----------
    best, least
        The best calendar and its objective, in which every place left out has its price.
    """

    def __init__(self, data: PeriodicData, options: CalendarOptions) -> None:
        self.data = data
        self.options = options
        self.state, self.backup, self.best = empty_state(data), empty_state(data), empty_state(data)
        seed_rng(options.seed)
        self.current, self.least = INFEASIBLE, INFEASIBLE
        self._iterate(1, 1.0)
        visits = max(int((self.state.truck >= 0).sum()), 1)
        mean = max(float(self.state.price.sum()) / visits, 1e-6)
        self.hot, self.cold = HOT * mean, COLD * mean
        self.done, self.chunk = 0, 5

    def share(self, elapsed_s: float) -> float:
        """Share of the annealing that is over."""
        if self.options.iterations is not None:
            return self.done / max(self.options.iterations, 1)
        return elapsed_s / max(self.options.seconds * ANNEALED_SHARE, 1e-9)

    def run(self, elapsed_s: float) -> None:
        """Run one chunk of iterations at the current temperature."""
        temperature = self.hot * (self.cold / self.hot) ** min(self.share(elapsed_s), 1.0)
        size = self.chunk
        if self.options.iterations is not None:
            size = min(size, self.options.iterations - self.done)
        begun = time.monotonic()
        self._iterate(size, temperature)
        self.done += size
        took_s = time.monotonic() - begun
        if self.options.iterations is None:
            self.chunk = int(min(max(size * CHUNK_S / max(took_s, 1e-5), 1), 4 * size, 2_000))

    def _iterate(self, iterations: int, temperature: float) -> None:
        self.current, self.least = iterate(
            self.data, self.state, self.backup, self.best, iterations, temperature, self.current, self.least
        )

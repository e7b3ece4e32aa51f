"""Jobs that work on a stored row: plans and scenarios, each kind with a queue of its own.

Only a row's id and the number of an attempt cross Redis, as JSON; nothing is unpickled. The database is the
truth: a row that is stored but not queued is queued later (`recovery`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlmodel import Session

from data.domain.errors import Fault, UnavailableError
from data.store.plans import lifecycle as plan_steps
from data.store.plans.tables import Plan, PlanStatus
from data.store.studies import lifecycle as scenario_steps
from data.store.studies.tables import Scenario, ScenarioStatus

MAX_CRASHES = 3
"""Attempts whose process ended early before a row is given up."""
_RESULT_TTL_S = 600
_FAILURE_TTL_S = 24 * 3600

Row = TypeVar("Row", Plan, Scenario)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind(Generic[Row]):
    """What jobs on one kind of row have in common.

    Attributes
    ----------
    noun
        Of a row, in messages and job ids.
    function
        ``module.function`` of the job, called with a row's id and an attempt.
    time_limit_s
        After which the queue ends the job of a row.
    finished
        Status of a row whose job has succeeded.
    set_phase, must_stop, next_attempt, unfinished, fail, cancel
        Steps of the row's life cycle in the store; each does nothing for an attempt that was taken over.
    too_long, defect, crashed
        Faults of a row whose job exceeded its time limit, raised an unexpected exception, or crashed
        `MAX_CRASHES` times.
    """

    noun: str
    table: type[Row]
    queue_name: str
    function: str
    time_limit_s: Callable[[Row], float]
    finished: str
    set_phase: Callable[[Session, str, int, str], None]
    must_stop: Callable[[Session, str, int], bool]
    next_attempt: Callable[..., int | None]
    unfinished: Callable[[Session], list[Row]]
    fail: Callable[[Session, str, int, Fault], bool]
    cancel: Callable[[Session, str, int], bool]
    too_long: Fault
    defect: Fault
    crashed: Fault

    def queue(self, connection: Redis) -> Queue:
        """The queue of these jobs."""
        return Queue(self.queue_name, connection=connection, serializer=JSONSerializer)

    def job_id(self, row_id: str, attempt: int) -> str:
        """The id of an attempt's job: the same attempt cannot be queued twice."""
        return f"{self.noun}-{row_id}-{attempt}"

    def fetch_job(self, connection: Redis, row_id: str, attempt: int) -> Job | None:
        """The job of an attempt; None where Redis knows none."""
        return self.queue(connection).fetch_job(self.job_id(row_id, attempt))

    def enqueue(self, connection: Redis, row: Row, *, at_front: bool = False) -> str:
        """Queue the current attempt of a row; see `enqueue_attempt`."""
        return self.enqueue_attempt(
            connection, row.id, row.attempt, time_limit_s=self.time_limit_s(row), at_front=at_front
        )

    def enqueue_attempt(
        self, connection: Redis, row_id: str, attempt: int, *, time_limit_s: float, at_front: bool = False
    ) -> str:
        """Queue an attempt, unless it is queued, running or done already; returns the id of its job.

        Raises
        ------
        UnavailableError
            W103: Redis does not take the job.
        """
        identity = self.job_id(row_id, attempt)
        try:
            self.queue(connection).enqueue_call(
                self.function,
                args=(row_id, attempt),
                job_id=identity,
                unique=True,
                timeout=int(time_limit_s),
                result_ttl=_RESULT_TTL_S,
                failure_ttl=_FAILURE_TTL_S,
                description=f"{self.noun} {row_id}, attempt {attempt}",
                at_front=at_front,
            )
        except DuplicateJobError:
            return identity
        except RedisError as error:
            raise UnavailableError(
                Fault(
                    "W103",
                    f"The {self.noun} is kept, but the queue does not take it now: {error}.",
                    "Nothing is lost: it starts by itself once the queue is back.",
                    f"{self.noun} {row_id}",
                )
            ) from error
        return identity


def attempt_of(job_id: str) -> tuple[str, int]:
    """The row id and attempt that a job id names."""
    _noun, row_id, attempt = job_id.split("-")
    return row_id, int(attempt)


# -- plans -----------------------------------------------------------------------------------------

BESIDE_PLAN_SEARCH_S = 600
"""What a plan may take besides its search: opening roads, matrices, checking, storing."""

PLANS: JobKind[Plan] = JobKind(
    noun="plan",
    table=Plan,
    queue_name="plans",
    function="workers.plan.job.plan_day",
    time_limit_s=lambda row: row.seconds_limit + BESIDE_PLAN_SEARCH_S,
    finished=PlanStatus.PLANNED.value,
    set_phase=plan_steps.set_phase,
    must_stop=plan_steps.must_stop,
    next_attempt=plan_steps.next_attempt,
    unfinished=plan_steps.unfinished,
    fail=plan_steps.fail,
    cancel=plan_steps.cancelled,
    too_long=Fault(
        "W202",
        "Planning took far longer than its search time and was ended.",
        "Requests and earlier plans are kept. Plan fewer requests at once, or on a faster machine.",
        "plan",
    ),
    defect=Fault(
        "W209",
        "Planning failed inside the program",
        "Requests and earlier plans are kept. Plan again; if it recurs, report it with the worker's log.",
        "plan",
    ),
    crashed=Fault(
        "W201",
        f"Planning was broken off {MAX_CRASHES} times: its process was killed, or ran out of memory.",
        "Requests, trucks and earlier plans are kept. Plan again; if it recurs, plan fewer requests at "
        "once or give the worker more memory.",
        "plan",
    ),
)


def enqueue_plan(
    connection: Redis,
    plan_id: str,
    attempt: int = 1,
    *,
    seconds_limit: float = plan_steps.MAX_SECONDS,
    at_front: bool = False,
) -> str:
    """Queue an attempt at a plan whose row is not at hand; see `JobKind.enqueue_attempt`.

    Parameters
    ----------
    seconds_limit
        Search time of the plan; the job may take `BESIDE_PLAN_SEARCH_S` longer before it is ended.
    """
    return PLANS.enqueue_attempt(
        connection, plan_id, attempt, time_limit_s=seconds_limit + BESIDE_PLAN_SEARCH_S, at_front=at_front
    )


# -- scenarios of studies --------------------------------------------------------------------------

BESIDE_SCENARIO_SEARCH_S = 900
"""What a scenario may take besides its searches: roads, costs, the curve."""


def _scenario_limit_s(row: Scenario) -> float:
    pricing_s: float = (row.question.get("collection") or {}).get("seconds", 0.0)
    return 2 * row.seconds_limit + 2 * pricing_s + BESIDE_SCENARIO_SEARCH_S


def _cancel_scenario(session: Session, scenario_id: str, attempt: int) -> bool:
    return scenario_steps.end_without(session, scenario_id, attempt, None)


SCENARIOS: JobKind[Scenario] = JobKind(
    noun="scenario",
    table=Scenario,
    queue_name="scenarios",
    function="workers.siting.job.solve_scenario",
    time_limit_s=_scenario_limit_s,
    finished=ScenarioStatus.SOLVED.value,
    set_phase=scenario_steps.set_phase,
    must_stop=scenario_steps.must_stop,
    next_attempt=scenario_steps.next_attempt,
    unfinished=scenario_steps.unfinished,
    fail=scenario_steps.end_without,
    cancel=_cancel_scenario,
    too_long=Fault(
        "W702",
        "The search took far longer than its time and was ended.",
        "The study is kept. Ask with fewer candidates, or on a faster machine.",
        "scenario",
    ),
    defect=Fault(
        "W703",
        "The search failed inside the program",
        "The study is kept. Ask again; if it recurs, report it with the worker's log.",
        "scenario",
    ),
    crashed=Fault(
        "W701",
        f"The search was broken off {MAX_CRASHES} times: its process was killed, or ran out of memory.",
        "The study is kept. Ask again with fewer candidates, or give the worker more memory.",
        "scenario",
    ),
)

KINDS: dict[str, JobKind[Any]] = {kind.queue_name: kind for kind in (PLANS, SCENARIOS)}
"""By name of the queue."""

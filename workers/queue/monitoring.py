"""States of the queues and the workers, for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer


@dataclass(frozen=True, slots=True)
class QueueState:
    """A queue: jobs that wait, that run, and that failed in the last day."""

    name: str
    waiting: int
    running: int
    failed: int


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A registered worker: its machine, its state, and its last heartbeat."""

    name: str
    host: str
    state: str
    last_heard_at: datetime | None


def queues(connection: Redis) -> list[QueueState]:
    """Every queue that has ever been used, by name."""
    found = sorted(Queue.all(connection=connection, serializer=JSONSerializer), key=lambda queue: queue.name)
    return [
        QueueState(queue.name, queue.count, queue.started_job_registry.count, queue.failed_job_registry.count)
        for queue in found
    ]


def workers(connection: Redis) -> list[WorkerState]:
    """Every worker that is registered, by name; one that died is forgotten within minutes."""
    found = Worker.all(connection=connection, serializer=JSONSerializer)
    return [
        WorkerState(
            worker.name, worker.hostname or "", str(worker.get_state()), _aware(worker.last_heartbeat)
        )
        for worker in sorted(found, key=lambda worker: worker.name)
    ]


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC)

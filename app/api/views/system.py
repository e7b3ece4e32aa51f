"""``/system``: state of the installation, for administrators."""

from __future__ import annotations

import datetime as dt
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from redis.exceptions import RedisError
from sqlmodel import Session

from app.api.blueprint import api
from app.auth.access import ADMINISTRATORS, allowed
from app.context import installation
from app.error_handlers import LOG
from app.schemas.common import Answer
from data.archive.contents import LAST_BACKUP
from data.domain.errors import HuiliuError, UnavailableError
from workers.queue.monitoring import QueueState, WorkerState


class QueueOut(Answer):
    """Numbers of queued and running plans, and of jobs that failed in the last day."""

    name: str
    waiting: int
    running: int
    failed: int


class WorkerOut(Answer):
    """A worker registered in the queue."""

    name: str
    host: str
    state: str
    last_heard_at: dt.datetime | None


class SystemOut(Answer):
    """Queues and workers, the database, the last backup and the versions in use.

    `queue` is ``down`` if Redis does not answer; the state of queues and workers is then unknown.
    """

    queue: Literal["ok", "down"]
    queues: list[QueueOut]
    workers: list[WorkerOut]
    database: str
    last_backup_at: dt.datetime | None
    versions: dict[str, str]
    networks: list[str]


@api.get("/system")
@allowed(*ADMINISTRATORS)
@api.output(SystemOut)
@api.doc(operation_id="getSystem")
def system() -> SystemOut:
    """Get the state of queues, workers, database and the last backup, and the versions in use."""
    own = installation()
    queues: list[QueueState] = []
    workers: list[WorkerState] = []
    answers = True
    try:
        queues, workers = own.queue.state()
    except (RedisError, UnavailableError) as error:
        LOG.warning("health: %s", error)
        answers = False
    with own.reading() as store:
        database = _database(store)
    return SystemOut(
        queue="ok" if answers else "down",
        queues=[QueueOut(name=q.name, waiting=q.waiting, running=q.running, failed=q.failed) for q in queues],
        workers=[
            WorkerOut(name=w.name, host=w.host, state=w.state, last_heard_at=w.last_heard_at) for w in workers
        ],
        database=database,
        last_backup_at=_last_backup(own.settings.home / LAST_BACKUP),
        versions={"huiliu": version("huiliu"), "python": platform.python_version(), "rq": version("rq")},
        networks=_networks(),
    )


def _database(store: Session) -> str:
    connection = store.connection()
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar()}"
    return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}"


def _last_backup(noted: Path) -> dt.datetime | None:
    """Return the time of the last backup, as recorded by `huiliu backup`; None if there is none."""
    try:
        return dt.datetime.fromisoformat(json.loads(noted.read_text(encoding="utf-8"))["at"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError) as error:
        LOG.warning("health: %s: %s", noted, error)
        return None


def _networks() -> list[str]:
    try:
        return list(installation().networks.names())
    except HuiliuError as error:
        LOG.warning("health: %s", error)
        return []

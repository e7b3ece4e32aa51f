"""The settings and the Redis of the running job: those of the worker that forked it."""

from __future__ import annotations

from contextvars import ContextVar

from redis import Redis
from rq import get_current_job

from data.settings import Settings

_settings: ContextVar[Settings | None] = ContextVar("huiliu_worker_settings", default=None)


def set_job_settings(settings: Settings) -> None:
    """Set what jobs of this process run with."""
    _settings.set(settings)


def job_context() -> tuple[Settings, Redis]:
    """The worker's settings and connection; only inside a job.

    In a process that runs jobs and is no worker of ours, the settings are those of the environment.
    """
    job = get_current_job()
    assert job is not None, "called by a job of the queue"
    assert job.connection is not None
    return _settings.get() or Settings.from_environment(), job.connection

"""The settings that a job runs with: those of the worker that forked it."""

from __future__ import annotations

from contextvars import ContextVar

from data.settings import Settings

_settings: ContextVar[Settings | None] = ContextVar("huiliu_worker_settings", default=None)


def set_job_settings(settings: Settings) -> None:
    """Let jobs of this process run with `settings`."""
    _settings.set(settings)


def job_settings() -> Settings:
    """The worker's settings; those of the environment in a process that is no worker."""
    return _settings.get() or Settings.from_environment()

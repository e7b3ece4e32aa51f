"""`huiliu worker`: the process that plans."""

from __future__ import annotations

import click

from data.settings import Settings


@click.command()
@click.option("--name", help="A name of its own among the workers of this queue; made up by default.")
def worker(name: str | None) -> None:
    """Take plans from the queue until SIGTERM or SIGINT; the plan in hand goes back to the queue."""
    from workers.worker import run_worker

    run_worker(Settings.from_environment(), name=name)

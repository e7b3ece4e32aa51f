"""`huiliu db`: the database."""

from __future__ import annotations

import click

from app.cli import print_json
from data.settings import Settings


@click.group()
def db() -> None:
    """Create, migrate or inspect the database."""


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def upgrade(as_json: bool) -> None:
    """Create the database, or migrate it to this version; does nothing if it is current."""
    from data.store.migrate import upgrade as bring_up

    _print(bring_up(Settings.from_environment()), as_json)


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def current(as_json: bool) -> None:
    """Print the revision of the database; nothing is changed."""
    from alembic.runtime.migration import MigrationContext

    from data.store.engine import engine

    with engine(Settings.from_environment()).connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    _print(revision or "", as_json)


def _print(revision: str, as_json: bool) -> None:
    if as_json:
        print_json({"revision": revision})
    else:
        click.echo(revision or "no database yet: run `huiliu db upgrade`")

"""Migrate a database to this program's version, safely if several processes start at once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from data.domain.errors import Fault, InputError, UnavailableError
from data.settings import Settings
from data.store.engine import database_url, engine

_ADVISORY_LOCK = 0x4855494C  # "HUIL": one number shared by all processes that migrate this database


def upgrade(settings: Settings) -> str:
    """Create or migrate the database; does nothing if it is current.

    Returns
    -------
    str
        The resulting revision.

    Raises
    ------
    InputError
        S202: the database was written by a newer version of Huiliu.
    UnavailableError
        S201: the database does not answer. S203: the home folder cannot be written. S204: the
        database is damaged.
    """
    with _exclusive(settings), migrating(settings) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ADVISORY_LOCK})
        config = alembic_config(connection)
        scripts = ScriptDirectory.from_config(config)
        head = scripts.get_current_head()
        assert head is not None, "there is at least one migration"
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise _newer(current, head)
        if current != head:
            command.upgrade(config, head)
        return head


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for these migrations on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def migrating(settings: Settings) -> Iterator[Connection]:
    """Open a transaction in which tables may be altered; references are checked at its end.

    Raises
    ------
    UnavailableError
        S201: the database does not answer. S204: rows would refer to missing rows.
    """
    bound = engine(settings)
    if bound.dialect.name == "sqlite":
        bound = bound.execution_options(immediate=True, migrating=True)
    try:
        with bound.begin() as connection:
            yield connection
            _require_references(connection)
    except OperationalError as error:
        raise UnavailableError(
            Fault(
                "S201",
                f"The database does not answer: {str(error.orig).strip()}.",
                "Check that it runs, is reachable and has free disk space, then try again.",
                "database",
            )
        ) from error


def _require_references(connection: Connection) -> None:
    """Check references that SQLite does not enforce while tables are altered; PostgreSQL does."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise UnavailableError(
            Fault(
                "S204",
                f"Rows of {broken[0]} refer to rows of {broken[2]} that are missing; nothing was changed.",
                "The database is damaged: restore the last backup.",
                "database",
            )
        )


@contextmanager
def _exclusive(settings: Settings) -> Iterator[None]:
    """Hold a lock between processes of one home; SQLite cannot lock a file that is not in WAL mode yet."""
    if not database_url(settings).startswith("sqlite"):
        yield
        return
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        lock = (settings.home / "upgrade.lock").open("w")
    except OSError as error:
        raise UnavailableError(
            Fault(
                "S203",
                f"The folder {settings.home} cannot be written: {error.strerror}.",
                "Give another with HUILIU_HOME, or correct its owner, mode or free space.",
                "HUILIU_HOME",
            )
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _newer(current: str, head: str) -> InputError:
    return InputError(
        Fault(
            "S202",
            f"The database is at revision {current}, newer than this Huiliu ({head}).",
            "Start the newer version that wrote it, or restore a backup made by this one.",
            "database",
        )
    )

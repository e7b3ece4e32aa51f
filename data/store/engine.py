"""Connections and sessions: SQLite under the home folder, or the configured PostgreSQL.

SQLite runs in WAL mode: readers never wait, writers queue. A writing transaction begins with
``BEGIN IMMEDIATE``; started as a reader it could not be upgraded after another has written.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session

from data.domain.errors import Fault, InputError, UnavailableError
from data.settings import Settings
from data.store.column_types import to_json

BUSY_TIMEOUT_S = 30.0
_POSTGRES_DRIVER = "postgresql+psycopg"
VALUES_AT_ONCE = 5_000
"""Values compared in one statement; both databases bound how many parameters one takes."""
_engines: dict[str, Engine] = {}
_Value = TypeVar("_Value")


def database_url(settings: Settings) -> str:
    """Return the SQLAlchemy URL: the configured one, or ``huiliu.db`` under the home folder.

    Raises
    ------
    InputError
        S103: the URL cannot be read, or names a database other than PostgreSQL or SQLite.
    """
    if not settings.database_url:
        return f"sqlite:///{settings.home / 'huiliu.db'}"
    try:
        url = make_url(settings.database_url)
    except ArgumentError as error:
        raise _bad_url("it is no database URL") from error
    if url.drivername in {"postgres", "postgresql", _POSTGRES_DRIVER}:
        return url.set(drivername=_POSTGRES_DRIVER).render_as_string(hide_password=False)
    if url.drivername in {"sqlite", "sqlite+pysqlite"} and url.database not in {None, "", ":memory:"}:
        return url.render_as_string(hide_password=False)
    raise _bad_url(f"{url.drivername} is not supported, or names no file")


def _bad_url(why: str) -> InputError:
    return InputError(
        Fault(
            "S103",
            f"HUILIU_DATABASE_URL is invalid: {why}.",
            "Give postgresql://USER:PASSWORD@HOST/NAME, sqlite:////PATH, or leave it empty.",
            "HUILIU_DATABASE_URL",
        )
    )


def engine(settings: Settings) -> Engine:
    """Return the process's engine of this database, created on first use and discarded in forked children."""
    url = database_url(settings)
    if url not in _engines:
        _engines[url] = _make_engine(url)
    return _engines[url]


def _make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, json_serializer=to_json)
    path = make_url(url).database
    assert path is not None
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)  # noqa: PTH103, PTH100, PTH120
    _keep_private(path)
    made = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S}, json_serializer=to_json)
    event.listen(made, "connect", _configure_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _keep_private(path: str) -> None:
    """Make a new database readable by its owner only, as it contains addresses and telephone numbers.

    SQLite gives its journals the mode of the database; existing files keep their mode.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver starts no transaction of its own: _begin_sqlite does
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    # Altering a table recreates it and drops the old one, which would cascade to all rows that refer to it.
    enforced = "OFF" if options.get("migrating", False) else "ON"
    connection.exec_driver_sql(f"PRAGMA foreign_keys={enforced}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate", False) else "BEGIN")


def _forget_engines() -> None:
    """Discard inherited connections: used from two processes they would be corrupted."""
    for made in _engines.values():
        made.dispose(close=False)
    _engines.clear()


os.register_at_fork(after_in_child=_forget_engines)


def dispose(settings: Settings) -> None:
    """Close this process's connections to the database."""
    made = _engines.pop(database_url(settings), None)
    if made is not None:
        made.dispose()


@contextmanager
def session(settings: Settings, *, write: bool = False) -> Iterator[Session]:
    """Open a transaction: committed at the end if `write`, rolled back on any exception.

    Rows stay readable after the session has ended. Keep transactions short.

    Parameters
    ----------
    write
        Whether rows may change. A session opened for reading refuses to write.

    Raises
    ------
    UnavailableError
        S201: the database does not answer, is locked, or its disk is full.
    """
    bound = engine(settings)
    if write and bound.dialect.name == "sqlite":
        bound = bound.execution_options(immediate=True)
    with Session(bound, expire_on_commit=False) as opened:
        if not write:
            event.listen(opened, "before_flush", _refuse_flush)
            event.listen(opened, "do_orm_execute", _refuse_statement)
        try:
            yield opened
            if write:
                opened.commit()
        except OperationalError as error:
            raise UnavailableError(
                Fault(
                    "S201",
                    f"The database does not answer: {str(error.orig).strip()}.",
                    "Check that it runs, is reachable and has free disk space, then try again.",
                    "database",
                )
            ) from error


def _refuse_flush(_session: Session, _flush: UOWTransaction, _instances: object) -> None:
    raise RuntimeError("this session only reads; open it with session(settings, write=True)")


def _refuse_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        raise RuntimeError("this session only reads; open it with session(settings, write=True)")


def in_batches(values: Iterable[_Value], size: int = VALUES_AT_ONCE) -> Iterator[tuple[_Value, ...]]:
    """Yield values in tuples of at most `size`, each for one statement."""
    remaining = iter(values)
    while batch := tuple(islice(remaining, size)):
        yield batch

"""Sessions: writers queue, readers cannot write, nothing half-done stays."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import select, text

from data.domain.errors import InputError, UnavailableError
from data.settings import Settings
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import Role, User
from data.store.engine import database_url, engine, session
from tests.factories.rows import make_driver, make_organisation


def names(settings: Settings) -> list[str]:
    with session(settings) as store:
        return list(store.exec(select(Organisation.ref)))


def test_a_writing_session_commits_at_its_end(database_settings: Settings) -> None:
    with session(database_settings, write=True) as store:
        make_organisation(store, "a")
    assert names(database_settings) == ["a"]


def test_an_exception_rolls_everything_back(database_settings: Settings) -> None:
    def store_and_break() -> None:
        with session(database_settings, write=True) as store:
            make_organisation(store, "a")
            raise KeyError

    with pytest.raises(KeyError):
        store_and_break()
    assert names(database_settings) == []


def test_a_reading_session_refuses_to_flush(database_settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="only reads"), session(database_settings) as store:
        make_organisation(store, "a")


def test_a_reading_session_refuses_statements_that_write(database_settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="only reads"), session(database_settings) as store:
        store.execute(Organisation.__table__.delete())  # type: ignore[attr-defined]


def test_rows_stay_readable_after_the_session(database_settings: Settings) -> None:
    with session(database_settings, write=True) as store:
        make_organisation(store, "a")
        row = store.exec(select(Organisation)).one()
    assert row.name_zh == "合作社"


def test_read_then_write_of_many_threads_loses_no_update(database_settings: Settings) -> None:
    """A writer that began as a reader would be refused, or overwrite: writers must begin at once."""
    with session(database_settings, write=True) as store:
        make_organisation(store, "a")

    def add() -> None:
        for _ in range(10):
            with session(database_settings, write=True) as store:
                row = store.exec(select(Organisation).with_for_update()).one()
                row.utc_offset_min += 1
                store.add(row)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session(database_settings) as store:
        assert store.exec(select(Organisation)).one().utc_offset_min == 480 + 40


def test_a_reader_is_not_held_up_by_a_writer(sqlite_settings: Settings) -> None:
    with session(sqlite_settings, write=True) as writer:
        make_organisation(writer, "a")
        assert names(sqlite_settings) == []


def test_foreign_keys_hold_on_sqlite(sqlite_settings: Settings) -> None:
    with session(sqlite_settings) as store:
        assert store.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert store.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_forked_child_makes_connections_of_its_own(database_settings: Settings) -> None:
    """A child that ended the parent's connection would break the parent's next query."""
    assert names(database_settings) == []
    child = os.fork()
    if child == 0:
        with session(database_settings, write=True) as store:
            make_organisation(store, "from-child")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert names(database_settings) == ["from-child"]


def test_an_unreachable_server_is_a_stated_failure(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(UnavailableError) as caught, session(settings) as store:
        store.exec(select(Organisation)).all()
    assert caught.value.code == "S201"


@pytest.mark.parametrize("url", ["mysql://u@h/d", "no url at all", "sqlite://", "sqlite:///:memory:"])
def test_an_unsuitable_url_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError) as caught:
        database_url(Settings(home=tmp_path, database_url=url))
    assert caught.value.code == "S103"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_uses_psycopg(tmp_path: Path, scheme: str) -> None:
    url = database_url(Settings(home=tmp_path, database_url=f"{scheme}://u:p%40ss@h/d"))
    assert url == "postgresql+psycopg://u:p%40ss@h/d"


def store_user(settings: Settings, created_at: dt.datetime) -> None:
    with session(settings, write=True) as store:
        store.add(
            User(
                organisation_id=make_organisation(store),
                username="u",
                name="U",
                role=Role.VIEWER,
                password_hash="-",
                created_at=created_at,
            )
        )


def test_instants_come_back_aware_and_in_utc(database_settings: Settings) -> None:
    at = dt.datetime(2026, 3, 2, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    store_user(database_settings, at)
    with session(database_settings) as store:
        back = store.exec(select(User)).one().created_at
    assert back == at
    assert back.utcoffset() == dt.timedelta(0)


def test_a_naive_instant_is_refused(sqlite_settings: Settings) -> None:
    with pytest.raises(StatementError, match="aware datetime"):
        store_user(sqlite_settings, dt.datetime(2026, 3, 2))


def test_json_keeps_chinese_readable_in_the_file(sqlite_settings: Settings) -> None:
    with session(sqlite_settings, write=True) as store:
        make_driver(store, make_organisation(store), "D", skills=["搬运"])
    with engine(sqlite_settings).connect() as connection:
        assert connection.execute(text("SELECT skills FROM driver")).scalar() == '["搬运"]'

"""Migrations: the tables are what the code says, on both databases, however many start at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import func, select, text

from data.domain.errors import InputError, UnavailableError
from data.settings import Settings
from data.store.column_types import metadata
from data.store.engine import engine, session
from data.store.migrate import alembic_config, migrating, upgrade
from tests.factories.store import make_day, make_plan

_UPGRADE = "import sys; from pathlib import Path; from data.settings import Settings; " \
    "from data.store.migrate import upgrade; " \
    "print(upgrade(Settings(home=Path(sys.argv[1]), database_url=sys.argv[2])))"  # fmt: skip


def test_migrations_make_exactly_the_tables_of_the_code(database_settings: Settings) -> None:
    with engine(database_settings).begin() as connection:
        command.check(alembic_config(connection))


def test_upgrading_twice_changes_nothing(database_settings: Settings) -> None:
    assert upgrade(database_settings) == upgrade(database_settings)


def test_all_migrations_can_be_taken_back(database_settings: Settings) -> None:
    with engine(database_settings).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(inspect(engine(database_settings)).get_table_names()) <= {"alembic_version"}
    upgrade(database_settings)
    assert set(metadata.tables) <= set(inspect(engine(database_settings)).get_table_names())


def test_migrations_keep_every_row(database_settings: Settings) -> None:
    """SQLite makes an altered table anew; what refers to it must not go with the old one."""
    world = make_day(database_settings)
    make_plan(database_settings, world, "R-1", published=True)
    before = _counts(database_settings)
    with migrating(database_settings) as connection:
        command.downgrade(alembic_config(connection), "0001")
    upgrade(database_settings)
    after = _counts(database_settings)
    assert {name: after[name] for name in before if before[name]} == {n: c for n, c in before.items() if c}


def _counts(settings: Settings) -> dict[str, int]:
    with session(settings) as store:
        tables = metadata.tables.values()
        return {table.name: store.exec(select(func.count()).select_from(table)).one() for table in tables}


def test_rows_that_refer_to_nothing_are_named_and_nothing_changes(sqlite_settings: Settings) -> None:
    def break_a_reference() -> None:
        with migrating(sqlite_settings) as connection:
            of_nobody = "(organisation_id, ref, name, phone, skills) VALUES (9, 'd', '', '', '[]')"
            connection.execute(text(f"INSERT INTO driver {of_nobody}"))

    with pytest.raises(UnavailableError) as caught:
        break_a_reference()
    assert caught.value.code == "S204"
    assert _counts(sqlite_settings)["driver"] == 0


def test_accounts_of_the_first_version_keep_their_keys(database_settings: Settings) -> None:
    """SQLite makes a table anew to alter it, and what belongs to its rows would go with the old one."""
    with migrating(database_settings) as connection:
        command.downgrade(alembic_config(connection), "0001")
    with engine(database_settings).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organisation (id, ref, kind, name_zh, name_en, utc_offset_min)"
                " VALUES (1, 'a', 'carrier', 'a', 'a', 480)"
            )
        )
        connection.execute(
            text(
                'INSERT INTO "user" (id, organisation_id, username, name, role, password_hash, active,'
                " language, failed_logins, created_at)"
                " VALUES (1, 1, 'u', 'U', 'viewer', '-', true, 'zh', 0, '2026-01-01')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO api_key (id, organisation_id, user_id, name, digest, role, created_at)"
                " VALUES (1, 1, 1, 'k', 'd', 'viewer', '2026-01-01')"
            )
        )
    upgrade(database_settings)
    with engine(database_settings).connect() as connection:
        assert connection.execute(text("SELECT user_id FROM api_key")).scalars().all() == [1]


def test_there_is_one_line_of_migrations(sqlite_settings: Settings) -> None:
    with engine(sqlite_settings).connect() as connection:
        assert len(ScriptDirectory.from_config(alembic_config(connection)).get_heads()) == 1


def _upgrade_in_processes(home: Path, url: str, count: int = 3) -> list[str]:
    command_line = [sys.executable, "-c", _UPGRADE, str(home), url]
    children = [
        subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    answers = [child.communicate(timeout=60) for child in children]
    assert [child.returncode for child in children] == [0] * count, answers
    return [answer[0].strip() for answer in answers]


def test_processes_that_start_at_once_upgrade_once_on_sqlite(tmp_path: Path) -> None:
    assert len(set(_upgrade_in_processes(tmp_path / "home", ""))) == 1


@pytest.mark.postgres
def test_processes_that_start_at_once_upgrade_once_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    assert len(set(_upgrade_in_processes(tmp_path / "home", postgres_url))) == 1


def test_a_newer_database_is_refused_and_left_alone(database_settings: Settings) -> None:
    with engine(database_settings).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError) as caught:
        upgrade(database_settings)
    assert caught.value.code == "S202"
    with engine(database_settings).connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_a_home_that_cannot_be_made_is_a_stated_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError) as caught:
        upgrade(Settings(home=tmp_path / "file" / "home"))
    assert caught.value.code == "S203"


def test_every_row_belongs_to_an_organisation_or_to_one_that_does() -> None:
    """Nothing but the catalogue is shared, and a name typed in vain is nobody's: each other table leads
    to `organisation` by its foreign keys."""
    owned = {"organisation"}
    while True:
        more = {
            table.name
            for table in metadata.tables.values()
            if any(key.column.table.name in owned for key in table.foreign_keys)
        } | owned
        if more == owned:
            break
        owned = more
    assert set(metadata.tables) - owned == {"material", "failed_sign_in"}

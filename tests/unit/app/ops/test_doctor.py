"""The doctor names what is wrong and what to do, part by part, and changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.ops.doctor import Finding, examine
from data.archive.backup import back_up
from data.domain.errors import Fault, UnavailableError
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.column_types import now
from data.store.engine import engine
from network.library import NetworkLibrary
from tests.factories.rows import make_world
from tests.factories.store import make_user


def of(part: str, settings: Settings) -> list[Finding]:
    return [finding for finding in examine(settings) if finding.part == part]


def states(part: str, settings: Settings) -> list[str]:
    return [finding.state for finding in of(part, settings)]


def test_an_empty_installation_is_told_its_first_steps(sqlite_settings: Settings) -> None:
    actions = [finding.action for finding in examine(sqlite_settings) if finding.state == "problem"]
    assert "huiliu user add NAME --role administrator" in actions
    assert "huiliu network import FILE --name NAME" in actions


def test_an_administrator_is_missed(sqlite_settings: Settings) -> None:
    world = make_world(sqlite_settings)
    make_user(sqlite_settings, world.organisation_id, "lin")
    assert states("people", sqlite_settings) == ["warning"]
    make_user(sqlite_settings, world.organisation_id, "chen", role=Role.ADMINISTRATOR)
    assert states("people", sqlite_settings) == ["good"]


def test_a_database_of_another_revision_is_a_problem(sqlite_settings: Settings) -> None:
    assert states("database", sqlite_settings) == ["good"]
    with engine(sqlite_settings).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    (finding,) = of("database", sqlite_settings)
    assert (finding.state, finding.action) == ("problem", "huiliu db upgrade")


def test_a_queue_that_does_not_run_is_not_started(sqlite_settings: Settings) -> None:
    assert states("queue", sqlite_settings) == ["warning"]
    assert not (sqlite_settings.home / "queue").exists()


def test_a_configured_queue_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, redis_url="redis://127.0.0.1:1/0")
    assert states("queue", settings) == ["problem"]


def test_a_queue_without_workers_is_a_problem(tmp_path: Path, valkey_url: str) -> None:
    (answers, workers) = of("queue", Settings(home=tmp_path, redis_url=valkey_url))
    assert (answers.state, workers.state, workers.action) == ("good", "problem", "huiliu worker")


def test_a_secret_that_others_may_read_is_told(sqlite_settings: Settings) -> None:
    key = sqlite_settings.home / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    assert [finding.state for finding in of("home", sqlite_settings)].count("warning") == 1


def test_damaged_roads_are_a_problem(sqlite_settings: Settings) -> None:
    folder = sqlite_settings.home / "networks"
    folder.mkdir()
    (folder / "huaihua.json").write_text("{")
    (finding,) = of("roads", sqlite_settings)
    assert finding.state == "problem"
    assert NetworkLibrary(sqlite_settings.home).names() == ("huaihua",)


def test_an_old_backup_is_told(sqlite_settings: Settings, tmp_path: Path) -> None:
    assert states("backup", sqlite_settings) == ["warning"]
    back_up(sqlite_settings, tmp_path / "b.tar.gz")
    assert states("backup", sqlite_settings) == ["good"]
    word = sqlite_settings.home / "last-backup.json"
    word.write_text(json.dumps({"at": (now() - timedelta(days=8)).isoformat(), "file": "b"}))
    assert states("backup", sqlite_settings) == ["warning"]


def test_a_part_that_cannot_be_looked_at_hides_no_other(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    found = {finding.part: finding.state for finding in examine(settings)}
    assert found["database"] == "problem"
    assert {"home", "roads", "backup"} <= set(found)


@pytest.mark.parametrize("word", ["", "{", '{"at": "yesterday", "file": "b"}'])
def test_a_damaged_word_of_the_last_backup_is_a_problem(sqlite_settings: Settings, word: str) -> None:
    (sqlite_settings.home / "last-backup.json").write_text(word)
    assert states("backup", sqlite_settings) == ["problem"]


def test_a_machine_without_a_chinese_font_is_warned(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_there() -> None:
        raise UnavailableError(Fault("A261", "There is no Chinese font.", "Install fonts-noto-cjk."))

    monkeypatch.setattr("app.ops.doctor.chinese_font", none_there)
    (finding,) = of("paper", sqlite_settings)
    assert (finding.state, finding.action) == ("warning", "Install fonts-noto-cjk.")


def test_an_installation_that_is_yet_to_begin_has_one_thing_to_do_with_its_database(tmp_path: Path) -> None:
    """No table is asked for that a migration is to make."""
    settings = Settings(home=tmp_path)
    assert [finding.action for finding in of("database", settings)] == ["huiliu db upgrade"]
    assert of("people", settings) == of("plans", settings) == []


def test_a_database_that_does_not_answer_is_told_once_and_without_its_password(tmp_path: Path) -> None:
    found = examine(Settings(home=tmp_path, database_url="postgresql://huiliu:hush@127.0.0.1:1/huiliu"))
    told = [
        finding for finding in found if "127.0.0.1" in finding.text or "HUILIU_DATABASE_URL" in finding.action
    ]
    assert [(finding.part, finding.state) for finding in told] == [("database", "problem")]
    assert "hush" not in str(found)


def test_a_home_that_cannot_be_written_says_which_setting_is_meant(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (finding,) = of("home", Settings(home=tmp_path / "file" / "home"))
    assert finding.state == "problem"
    assert "HUILIU_HOME" in finding.action


def test_an_address_of_the_queue_that_cannot_be_read_says_what_one_looks_like(tmp_path: Path) -> None:
    (finding,) = of("queue", Settings(home=tmp_path, redis_url="valkey:6379"))
    assert finding.state == "problem"
    assert "HUILIU_REDIS_URL" in finding.action

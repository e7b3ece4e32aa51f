"""Backups: whatever was destroyed comes back equal, on either database; what is damaged changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import stat
import tarfile
from pathlib import Path

import pytest
from alembic import command
from sqlmodel import select

from data.archive.backup import back_up
from data.archive.restore import restore
from data.archive.rows import row_lines, stored_tables
from data.domain.errors import HuiliuError, InputError, UnavailableError
from data.settings import Settings
from data.store.accounts.organisations import Organisation
from data.store.engine import dispose, engine, session
from data.store.migrate import alembic_config, migrating, upgrade
from tests.factories.rows import make_organisation
from tests.factories.store import make_day, make_key, make_plan, make_user


def fill(settings: Settings) -> None:
    """A planned and published day with people, keys and files."""
    world = make_day(settings)
    user = make_user(settings, world.organisation_id, "lin")
    assert user.id is not None
    make_key(settings, world.organisation_id)
    make_plan(settings, world, "R-1", "R-2", published=True)
    (settings.home / "secret.key").write_text("s" * 64)
    (settings.home / "networks").mkdir()
    (settings.home / "networks" / "怀化.json").write_text("{}", encoding="utf-8")
    (settings.home / "engines" / "x").mkdir(parents=True)
    (settings.home / "engines" / "x" / "order.bin").write_bytes(b"computed again")


def contents(settings: Settings) -> dict[str, list[object]]:
    """Every row of every table, as a backup writes it; databases differ in the order of rows and keys."""
    with engine(settings).connect() as connection:
        return {
            table.name: sorted((json.loads(line) for line in row_lines(connection, table)), key=repr_of)
            for table in stored_tables(connection)
        }


def repr_of(row: object) -> str:
    return json.dumps(row, sort_keys=True)


def destroy(settings: Settings) -> None:
    dispose(settings)
    shutil.rmtree(settings.home)


@pytest.fixture
def backup(sqlite_settings: Settings, tmp_path: Path) -> Path:
    fill(sqlite_settings)
    back_up(sqlite_settings, tmp_path / "b.tar.gz")
    return tmp_path / "b.tar.gz"


def test_what_was_destroyed_comes_back_equal(sqlite_settings: Settings, backup: Path) -> None:
    before = contents(sqlite_settings)
    destroy(sqlite_settings)
    restore(sqlite_settings, backup)
    assert contents(sqlite_settings) == before
    assert before["plan_document"]
    assert (sqlite_settings.home / "secret.key").read_text() == "s" * 64
    assert (sqlite_settings.home / "networks" / "怀化.json").exists()
    assert not (sqlite_settings.home / "engines").exists()


@pytest.mark.postgres
def test_sqlite_moves_to_postgres_and_back(
    sqlite_settings: Settings, backup: Path, postgres_url: str, tmp_path: Path
) -> None:
    before = contents(sqlite_settings)
    on_postgres = Settings(home=tmp_path / "other", database_url=postgres_url)
    restore(on_postgres, backup)
    assert contents(on_postgres) == before
    back_up(on_postgres, tmp_path / "back.tar.gz")
    with session(on_postgres, write=True) as store:
        assert make_organisation(store, "numbered-after-the-restored-ones")
    dispose(on_postgres)
    destroy(sqlite_settings)
    restore(sqlite_settings, tmp_path / "back.tar.gz")
    assert contents(sqlite_settings) == before


def test_a_backup_is_for_its_owner_alone_and_leaves_word(sqlite_settings: Settings, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert backup.name in (sqlite_settings.home / "last-backup.json").read_text()
    assert list(backup.parent.glob("*.part")) == []


def test_a_folder_gets_a_file_named_by_the_time(sqlite_settings: Settings, tmp_path: Path) -> None:
    back_up(sqlite_settings, tmp_path)
    assert len(list(tmp_path.glob("huiliu-*Z.tar.gz"))) == 1


def test_nothing_is_overwritten(sqlite_settings: Settings, backup: Path) -> None:
    with pytest.raises(InputError) as caught:
        back_up(sqlite_settings, backup)
    assert caught.value.code == "S501"


def test_a_backup_that_cannot_be_written_leaves_no_part(sqlite_settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as caught:
        back_up(sqlite_settings, tmp_path / "none" / "b.tar.gz")
    assert caught.value.code == "S502"


def test_an_installation_with_data_is_replaced_only_when_told(
    sqlite_settings: Settings, backup: Path
) -> None:
    before = contents(sqlite_settings)
    with session(sqlite_settings, write=True) as store:
        make_organisation(store, "since")
    with pytest.raises(InputError) as caught:
        restore(sqlite_settings, backup)
    assert caught.value.code == "S505"
    restore(sqlite_settings, backup, replace=True)
    assert contents(sqlite_settings) == before


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_backup_cut_off_changes_nothing(sqlite_settings: Settings, backup: Path, share: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    unchanged(sqlite_settings, backup, "S503")


def test_an_altered_backup_changes_nothing(sqlite_settings: Settings, backup: Path) -> None:
    inside = bytearray(gzip.decompress(backup.read_bytes()))
    at = inside.index("合作社".encode())
    inside[at : at + 3] = "某".encode()
    backup.write_bytes(gzip.compress(bytes(inside)))
    unchanged(sqlite_settings, backup, "S503")


@pytest.mark.parametrize("name", ["../escaped", "/etc/escaped", "home/../../escaped", "elsewhere"])
def test_a_member_that_would_land_elsewhere_is_refused(
    sqlite_settings: Settings, backup: Path, tmp_path: Path, name: str
) -> None:
    with tarfile.open(backup, "w:gz") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    unchanged(sqlite_settings, backup, "S503")
    assert not (tmp_path / "escaped").exists()


def test_a_backup_of_a_newer_version_changes_nothing(sqlite_settings: Settings, backup: Path) -> None:
    with tarfile.open(backup) as tar:
        members = [(member, tar.extractfile(member).read()) for member in tar]  # type: ignore[union-attr]
    with tarfile.open(backup, "w:gz") as tar:
        for member, content in members:
            newer = re.sub(rb'"revision": "[^"]+"', b'"revision": "9999"', content)
            member.size = len(newer)
            tar.addfile(member, io.BytesIO(newer))
    unchanged(sqlite_settings, backup, "S504")


@pytest.mark.parametrize("content", [b"", b"no archive", gzip.compress(b"no tar")])
def test_a_file_that_is_no_backup_changes_nothing(
    sqlite_settings: Settings, tmp_path: Path, content: bytes
) -> None:
    fill(sqlite_settings)
    (tmp_path / "b.tar.gz").write_bytes(content)
    unchanged(sqlite_settings, tmp_path / "b.tar.gz", "S503")


def test_a_home_that_cannot_be_written_is_a_stated_failure(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError) as caught:
        restore(Settings(home=tmp_path / "file" / "home"), backup)
    assert caught.value.code == "S506"


def unchanged(settings: Settings, backup: Path, code: str) -> None:
    before = contents(settings)
    with pytest.raises(HuiliuError) as caught:
        restore(settings, backup, replace=True)
    assert caught.value.code == code
    assert contents(settings) == before
    assert list(settings.home.glob(".restoring-*")) == []


def test_an_earlier_revision_is_restored_and_then_brought_up_to_date(
    sqlite_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup made before a migration: its tables are filled as they were, then migrated."""
    fill(sqlite_settings)
    first = "0001"
    with migrating(sqlite_settings) as connection:
        command.downgrade(alembic_config(connection), first)
    monkeypatch.setattr("data.archive.backup.upgrade", lambda _settings: first)
    assert back_up(sqlite_settings, tmp_path / "old.tar.gz").revision == first
    destroy(sqlite_settings)
    restore(sqlite_settings, tmp_path / "old.tar.gz")
    assert upgrade(sqlite_settings)
    with session(sqlite_settings) as store:
        assert store.exec(select(Organisation)).one().ref == "coop"


@pytest.mark.parametrize("where", ["backups", ".", "backups/nightly.kept"])
def test_backups_kept_in_the_home_folder_hold_no_backup(sqlite_settings: Settings, where: str) -> None:
    """In a container there is no other place; each would be twice as large as the one before."""
    fill(sqlite_settings)
    (sqlite_settings.home / "backups").mkdir()
    (sqlite_settings.home / "backups" / "huiliu-1.tar.gz").write_bytes(b"earlier")
    (sqlite_settings.home / "huiliu-1.tar.gz").write_bytes(b"earlier")
    manifest = back_up(sqlite_settings, sqlite_settings.home / where)
    files = {name for name in manifest.members if name.startswith("home/")}
    assert files == {"home/secret.key", "home/networks/怀化.json"}


def test_a_backup_into_the_home_folder_does_not_hold_itself(sqlite_settings: Settings) -> None:
    fill(sqlite_settings)
    manifest = back_up(sqlite_settings, sqlite_settings.home / "kept")
    assert not [name for name in manifest.members if "kept" in name]

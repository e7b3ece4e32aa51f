"""Restore a backup: verify it, then write the tables in one transaction, then the files."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from data.archive.contents import HOME, MANIFEST, TABLES, Manifest, read_manifest
from data.archive.rows import insert_lines, stored_tables
from data.domain.errors import Fault, InputError, UnavailableError
from data.settings import Settings
from data.store.engine import dispose
from data.store.migrate import alembic_config, migrating, upgrade

_CHUNK_BYTES = 1 << 20
MANIFEST_MOST_BYTES = 64 << 20


def restore(settings: Settings, source: Path, *, replace: bool = False) -> Manifest:
    """Restore an installation from a backup of any supported database.

    Nothing changes before the whole backup has been read and every digest has been verified. Stop the web
    server and the workers first.

    Parameters
    ----------
    replace
        Whether to replace an installation that contains data.

    Returns
    -------
    Manifest
        Manifest of the backup.

    Raises
    ------
    InputError
        S503: not a backup, truncated or altered. S504: made by a newer version. S505: the installation
        contains data.
    UnavailableError
        S506: the home folder or the database cannot be written.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.home) as folder:
            unpacked = Path(folder)
            manifest = _unpack(source, unpacked)
            _restore_tables(settings, unpacked, manifest, replace=replace)
            _restore_files(settings.home, unpacked / HOME)
    except (OSError, SQLAlchemyError) as error:
        cause = f"The backup cannot be restored: {getattr(error, 'orig', None) or error}.".replace("\n", " ")
        action = "Check free space and ownership of the folder and the database, then restore again."
        raise UnavailableError(Fault("S506", cause, action, str(settings.home))) from error
    upgrade(settings)
    dispose(settings)
    return manifest


def _unpack(source: Path, folder: Path) -> Manifest:
    """Unpack the members into `folder` and verify each against the manifest."""
    found: dict[str, tuple[int, str]] = {}
    text: str | None = None
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None:
                    raise _unusable(source, f"{member.name} is no file")
                if member.name == MANIFEST:
                    text = content.read(MANIFEST_MOST_BYTES).decode()
                else:
                    found[member.name] = _extract(content, _below(source, folder, member.name))
        if text is None:
            raise _unusable(source, "it was cut off: its manifest is missing")
        manifest = read_manifest(text)
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise _unusable(source, str(error) or "it is cut off") from error
    except OSError as error:
        raise _unusable(source, error.strerror or str(error)) from error
    wrong = [
        name
        for name in manifest.members.keys() | found.keys()
        if manifest.members.get(name) != found.get(name)
    ]
    if wrong:
        raise _unusable(source, f"{sorted(wrong)[0]} is missing or altered")
    return manifest


def _below(source: Path, folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name.startswith((TABLES, HOME)):
        raise _unusable(source, f"a member is called {name!r}")
    return folder / path


def _extract(content: IO[bytes], path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        while chunk := content.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def _restore_tables(settings: Settings, unpacked: Path, manifest: Manifest, *, replace: bool) -> None:
    with migrating(settings) as connection:
        config = alembic_config(connection)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if manifest.revision not in known:
            cause = (
                f"The backup was made by a newer Huiliu ({manifest.version}, revision {manifest.revision})."
            )
            raise InputError(Fault("S504", cause, "Install that version, and restore with it.", "backup"))
        if inspect(connection).get_table_names():
            if not replace and _holds_data(connection):
                cause = "This installation contains data."
                action = "Restore into an empty one, or give --replace, which replaces all its data."
                raise InputError(Fault("S505", cause, action, str(settings.home)))
            command.downgrade(config, "base")
        command.upgrade(config, manifest.revision)
        for table in stored_tables(connection):
            lines = unpacked / TABLES / f"{table.name}.jsonl"
            if lines.exists():
                with lines.open(encoding="utf-8") as file:
                    insert_lines(connection, table, file)


def _holds_data(connection: Connection) -> bool:
    """Return whether an organisation exists: all other rows belong to one, or to the catalogue."""
    tables = {table.name: table for table in stored_tables(connection)}
    if "organisation" not in tables:
        return False
    count = connection.execute(select(func.count()).select_from(tables["organisation"])).scalar_one()
    return int(count) > 0


def _restore_files(home: Path, unpacked: Path) -> None:
    """Replace entries of the home folder with those of the backup."""
    for entry in sorted(unpacked.iterdir()) if unpacked.is_dir() else []:
        target = home / entry.name
        if target.is_dir():
            shutil.rmtree(target)
        entry.replace(target)


def _unusable(source: Path, why: str) -> InputError:
    return InputError(
        Fault(
            "S503",
            f"{source} is not a complete backup: {why}.",
            "Use another one; nothing was changed.",
            str(source),
        )
    )

"""Write a backup of a running installation: a consistent snapshot of the tables, then the files."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from data.archive.contents import HOME, LAST_BACKUP, MANIFEST, TABLES, Manifest, kept_files
from data.archive.rows import row_lines, stored_tables
from data.domain.errors import Fault, InputError, UnavailableError
from data.settings import Settings
from data.store.engine import database_url, engine
from data.store.migrate import upgrade


def back_up(settings: Settings, target: Path) -> Manifest:
    """Write all tables and files that cannot be recomputed to a file readable by its owner only.

    It contains addresses, telephone numbers, and the key that signs sessions and driver links.

    Parameters
    ----------
    target
        A new file, or a folder in which a file named by the time is created.

    Returns
    -------
    Manifest
        Manifest of the backup.

    Raises
    ------
    InputError
        S501: the file exists.
    UnavailableError
        S502: the file cannot be written; no partial file remains.
    """
    upgrade(settings)
    created_at = datetime.now(UTC)
    if target.is_dir():
        target = target / f"huiliu-{created_at:%Y%m%dT%H%M%SZ}.tar.gz"
    if target.exists():
        cause = f"{target} exists already."
        raise InputError(Fault("S501", cause, "Choose another name; nothing is overwritten.", str(target)))
    partial = target.with_name(target.name + ".part")
    try:
        with _private(partial) as file:
            manifest = _write(settings, file, created_at, partial)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
        _remember(settings, target, created_at)
    except OSError as error:
        raise UnavailableError(
            Fault(
                "S502",
                f"The backup {target} cannot be written: {error.strerror or error}.",
                "Choose a writable folder with free space, and try again; no partial file remains.",
                str(target),
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return manifest


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb")


def _write(settings: Settings, file: IO[bytes], created_at: datetime, partial: Path) -> Manifest:
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        archive = _Archive(tar)
        bound = engine(settings)
        if bound.dialect.name == "postgresql":
            bound = bound.execution_options(isolation_level="REPEATABLE READ")
        with bound.connect() as connection, connection.begin():
            revision = MigrationContext.configure(connection).get_current_revision()
            rows = archive.add_tables(connection)
        archive.add_files(settings, but=partial)
        manifest = Manifest(
            revision=revision or "",
            created_at=created_at.isoformat(),
            version=version("huiliu"),
            rows=rows,
            members=archive.members,
        )
        archive.add_manifest(manifest)
    return manifest


class _Archive:
    """A tar file that records size and digest of each member."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members: dict[str, tuple[int, str]] = {}

    def add_tables(self, connection: Connection) -> dict[str, int]:
        rows = {}
        for table in stored_tables(connection):
            with tempfile.TemporaryFile() as lines:
                rows[table.name] = _write_lines(row_lines(connection, table), lines)
                self._add(f"{TABLES}{table.name}.jsonl", lines)
        return rows

    def add_files(self, settings: Settings, *, but: Path) -> None:
        """Add the files of the home folder, except the backup itself, which may be in it."""
        url = make_url(database_url(settings))
        database = Path(url.database or "").name if url.get_backend_name() == "sqlite" else None
        for path in kept_files(settings.home, database=database):
            if path.absolute() == but.absolute():
                continue
            with path.open("rb") as file:
                self._add(HOME + str(path.relative_to(settings.home)), file)

    def add_manifest(self, manifest: Manifest) -> None:
        self._add(MANIFEST, io.BytesIO(manifest.to_json().encode()))

    def _add(self, name: str, content: IO[bytes]) -> None:
        """Add a member; of a file that grows meanwhile, only its initial length is stored."""
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        digest = _Digesting(content)
        self.tar.addfile(member, digest)
        self.members[name] = (size, digest.sha256.hexdigest())


class _Digesting:
    """File that computes the digest of what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.sha256.update(chunk)
        return chunk


def _write_lines(lines: Iterable[str], file: IO[bytes]) -> int:
    count = 0
    for line in lines:
        file.write(line.encode() + b"\n")
        count += 1
    return count


def _remember(settings: Settings, target: Path, created_at: datetime) -> None:
    """Record the last backup for `huiliu doctor` and the health page."""
    word = {"at": created_at.isoformat(), "file": str(target.absolute()), "bytes": target.stat().st_size}
    partial = settings.home / f"{LAST_BACKUP}.{os.getpid()}.tmp"
    partial.write_text(json.dumps(word, ensure_ascii=False), encoding="utf-8")
    shutil.move(partial, settings.home / LAST_BACKUP)

"""Select the files of the home folder to back up; read and write the manifest of a backup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = "tables/"
HOME = "home/"
LAST_BACKUP = "last-backup.json"

BACKUPS = "backups"
"""The place for backups inside a home folder, as in a container whose only place to write that is."""

COMPUTED = frozenset(
    {"queue", "engines", "compiled", "matrices", "ways", "demo", BACKUPS, LAST_BACKUP, "upgrade.lock"}
)
"""Entries of the home folder that are computed again, mean nothing elsewhere, or are backups themselves."""

_BACKUP_ENDINGS = (".tar.gz", ".tar.gz.part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Contents and digests of a backup; its last member.

    Attributes
    ----------
    revision
        Schema revision of the database.
    rows
        Number of rows by table.
    members
        Name → ``[bytes, SHA-256]`` of every other member.
    """

    revision: str
    created_at: str
    version: str
    rows: dict[str, int]
    members: dict[str, tuple[int, str]]
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def read_manifest(text: str) -> Manifest:
    """Read a manifest written by `Manifest.to_json`.

    Raises
    ------
    ValueError
        The text is not a manifest, or its format is unknown to this version.
    """
    try:
        found = json.loads(text)
        members = {str(name): (int(size), str(digest)) for name, (size, digest) in found["members"].items()}
        manifest = Manifest(**{**found, "members": members})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("its manifest cannot be read") from error
    if manifest.format != FORMAT:
        raise ValueError(f"its format is {manifest.format}, this version reads {FORMAT}")
    return manifest


def kept_files(home: Path, *, database: str | None) -> Iterator[Path]:
    """Return the files of a home folder to back up, in a stable order and without earlier backups.

    Parameters
    ----------
    database
        Name of the SQLite file under `home`, which is stored as rows instead; None if there is none.
    """
    for path in sorted(home.rglob("*")):
        first = path.relative_to(home).parts[0]
        is_database = database is not None and first.startswith(database)
        is_passing = first.endswith((".lock", ".log", ".tmp")) or ".lock" in path.suffixes
        is_backup = path.name.endswith(_BACKUP_ENDINGS)
        if first in COMPUTED or is_database or is_passing or is_backup:
            continue
        if path.is_file():
            yield path

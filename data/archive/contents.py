"""Which files of the home folder a backup holds, and the manifest with digests of all members."""

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
    """The last member of a backup.

    Attributes
    ----------
    revision
        Of the database that was backed up.
    rows
        Rows by table.
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
    """The manifest that `Manifest.to_json` wrote.

    Raises
    ------
    ValueError
        It is none, or of a format that this version does not know.
    """
    try:
        found = json.loads(text)
        members = {str(name): (int(size), str(digest)) for name, (size, digest) in found["members"].items()}
        manifest = Manifest(**{**found, "members": members})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("its manifest cannot be read") from error
    if manifest.format != FORMAT:
        raise ValueError(f"it has format {manifest.format}, this version reads {FORMAT}")
    return manifest


def kept_files(home: Path, *, database: str | None) -> Iterator[Path]:
    """Files of a home folder to back up, in a stable order and without earlier backups.

    Parameters
    ----------
    database
        Name of the SQLite file under `home`, which is kept as rows instead; None where there is none.
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

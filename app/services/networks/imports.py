"""Import road extracts uploaded in the browser, in a detached process that reports in a state file.

Building a graph takes minutes of processor time and much memory, which the web process must not spend. The
import continues if the web server ends.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from data.domain.errors import Fault, HuiliuError, InputError, UnavailableError
from data.runtime.child_process import is_running, start_detached
from data.settings import Settings

FOLDER = "road-imports"
SUFFIXES = (".osm.pbf", ".osm", ".osm.gz", ".osm.bz2", ".graphml")
_MOST_KEPT = 20
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadImport:
    """The state of an import.

    Attributes
    ----------
    state
        ``running``, ``done`` or ``failed``.
    phase
        Current step.
    pid
        Id of the importing process.
    faults
        Reasons of the failure.
    """

    id: str
    organisation_id: int
    name: str
    file: str
    state: str = "running"
    phase: str = ""
    pid: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)


def start_import(
    settings: Settings, organisation_id: int, name: str, file_name: str, content: bytes
) -> RoadImport:
    """Store an uploaded extract and start importing it.

    Raises
    ------
    InputError
        N106: the name cannot be used. N101: the file name ends in none of `SUFFIXES`.
    UnavailableError
        N107: the file cannot be written.
    """
    suffix = next((one for one in SUFFIXES if file_name.lower().endswith(one)), None)
    if suffix is None:
        cause = f"{file_name!r} is not a supported extract."
        raise InputError(Fault("N101", cause, f"Send a file ending in {', '.join(SUFFIXES)}.", "file"))
    if not re.fullmatch(r"\w[\w.-]{0,63}", name):
        action = "Use up to 64 letters, digits, dots, dashes and underscores."
        raise InputError(Fault("N106", f"{name!r} is not a valid name of a network.", action, "name"))
    identity = secrets.token_hex(8)
    folder = settings.home / FOLDER
    source = folder / f"{identity}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        source.write_bytes(content)
        begun = RoadImport(id=identity, organisation_id=organisation_id, name=name, file=source.name)
        write_state(settings.home, begun)
        pid = start_detached("app.services.networks.import_child", str(settings.home), identity)
    except OSError as error:
        raise UnavailableError(
            Fault(
                "N107",
                f"The upload cannot be stored: {error}.",
                "Free disk space, or correct the folder's permissions.",
                name,
            )
        ) from error
    return replace(begun, pid=pid)


def find_imports(settings: Settings, organisation_id: int) -> list[RoadImport]:
    """Return the organisation's imports, newest first; an import whose process has died has failed."""
    found = []
    for path in sorted((settings.home / FOLDER).glob("*.json"), key=_age, reverse=True)[:_MOST_KEPT]:
        row = read_state(settings.home, path.stem)
        if row is not None and row.organisation_id == organisation_id:
            found.append(_with_outcome(row))
    return found


def owners(settings: Settings) -> dict[str, int]:
    """Return the organisation that last imported each network in the browser, by network name."""
    found: dict[str, int] = {}
    for path in sorted((settings.home / FOLDER).glob("*.json"), key=_age):
        row = read_state(settings.home, path.stem)
        if row is not None:
            found[row.name] = row.organisation_id
    return found


def read_state(home: Path, identity: str) -> RoadImport | None:
    """Read the state of an import; None if there is none with this id."""
    if not _ID.fullmatch(identity):
        return None
    try:
        document: dict[str, Any] = json.loads(
            (home / FOLDER / f"{identity}.json").read_text(encoding="utf-8")
        )
        return RoadImport(**document)
    except (OSError, ValueError, TypeError):
        return None


def write_state(home: Path, row: RoadImport) -> None:
    """Write the state of an import atomically."""
    path = home / FOLDER / f"{row.id}.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(row), ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def faults_json(error: HuiliuError) -> list[dict[str, str]]:
    """Return the faults of an import as stored in its state file."""
    return [fault.as_json() for fault in error.faults]


def _with_outcome(row: RoadImport) -> RoadImport:
    if row.state != "running" or row.pid == 0 or is_running(row.pid):
        return row
    lost = Fault("N107", "The import was interrupted.", "Send the file again.", row.name)
    return replace(row, state="failed", faults=[lost.as_json()])


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0

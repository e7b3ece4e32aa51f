"""Road extracts uploaded in the browser: imported by a process of their own, watched by their state file.

The web process must not build a graph itself: it takes minutes of processor time, and memory that a
request should not hold. The child goes on if the web server ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from data.domain.errors import Fault, HuiliuError, InputError, UnavailableError
from data.settings import Settings

FOLDER = "road-imports"
SUFFIXES = (".osm.pbf", ".osm", ".osm.gz", ".osm.bz2", ".graphml")
_MOST_KEPT = 20
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadImport:
    """How an import goes.

    Attributes
    ----------
    state
        ``running``, ``done`` or ``failed``.
    phase
        What the import is at.
    pid
        The child that does it.
    faults
        Why it failed.
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
    """Keep an uploaded extract and begin to import it.

    Raises
    ------
    InputError
        N106: the name cannot be used. N101: the file's name ends in none of `SUFFIXES`.
    UnavailableError
        N107: it cannot be written.
    """
    suffix = next((one for one in SUFFIXES if file_name.lower().endswith(one)), None)
    if suffix is None:
        cause = f"{file_name!r} is no extract that can be read."
        raise InputError(Fault("N101", cause, f"Send a file ending in {', '.join(SUFFIXES)}.", "file"))
    if not re.fullmatch(r"\w[\w.-]{0,63}", name):
        action = "Use up to 64 letters, digits, dots, dashes and underscores."
        raise InputError(Fault("N106", f"A network cannot be called {name!r}.", action, "name"))
    identity = secrets.token_hex(8)
    folder = settings.home / FOLDER
    source = folder / f"{identity}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        source.write_bytes(content)
        begun = RoadImport(id=identity, organisation_id=organisation_id, name=name, file=source.name)
        write_state(settings.home, begun)
        child = subprocess.Popen(
            [sys.executable, "-m", "app.services.road_import_child", str(settings.home), identity],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise UnavailableError(
            Fault(
                "N107",
                f"The upload cannot be kept: {error}.",
                "Free space, or mend the folder's rights.",
                name,
            )
        ) from error
    return replace(begun, pid=child.pid)


def road_imports(settings: Settings, organisation_id: int) -> list[RoadImport]:
    """The organisation's imports, the newest first; one whose process is gone has failed."""
    found = []
    for path in sorted((settings.home / FOLDER).glob("*.json"), key=_age, reverse=True)[:_MOST_KEPT]:
        row = read_state(settings.home, path.stem)
        if row is not None and row.organisation_id == organisation_id:
            found.append(_judged(row))
    return found


def owners(settings: Settings) -> dict[str, int]:
    """The organisation that imported each network in the browser, the last one by name."""
    found: dict[str, int] = {}
    for path in sorted((settings.home / FOLDER).glob("*.json"), key=_age):
        row = read_state(settings.home, path.stem)
        if row is not None:
            found[row.name] = row.organisation_id
    return found


def read_state(home: Path, identity: str) -> RoadImport | None:
    """How an import goes; None where there is none of this id."""
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
    """Keep how an import goes, whole or not at all."""
    path = home / FOLDER / f"{row.id}.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(row), ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def faults_json(error: HuiliuError) -> list[dict[str, str]]:
    """Why an import failed, as it is kept."""
    return [fault.as_json() for fault in error.faults]


def _judged(row: RoadImport) -> RoadImport:
    if row.state != "running" or row.pid == 0 or _is_alive(row.pid):
        return row
    lost = Fault("N107", "The import was broken off.", "Send the file again.", row.name)
    return replace(row, state="failed", faults=[lost.as_json()])


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child of ours that has ended is only a name until it is asked
    return Path(f"/proc/{pid}").exists()


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0

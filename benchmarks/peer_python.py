"""A Python for peers that ours cannot hold: OSRM's bindings need 3.12 and are no dependency of Huiliu.

It lies in `PEERS`, inside the checkout and ignored by git. Only benchmarks make it, for they may call
the outside; a test takes it where it is there (`ready_python`).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PACKAGES = {
    "vroom": ("pyvroom", "numpy"),
    "osrm": ("osrm-bindings", "numpy"),
    "pandana": ("pandana", "numpy"),
}
PEERS = Path(__file__).parents[1] / "bench-out" / "peers"
_SCRIPT = Path(__file__).with_name("road_peers.py")


class AbsentPeerError(Exception):
    """A peer cannot be measured here; the message says why."""


def newest_python() -> Path:
    """An interpreter of version 3.12 or later.

    Raises
    ------
    AbsentPeerError
        There is none on PATH or among pyenv's.
    """
    names = [f"python3.{minor}" for minor in (12, 13, 14)]
    found = [Path(path) for name in names if (path := shutil.which(name))]
    found += sorted(Path.home().glob(".pyenv/versions/3.1[2-9].*/bin/python"))
    if sys.version_info >= (3, 12):
        found.insert(0, Path(sys.executable))
    for path in found:
        probe = [str(path), "-c", "import sys, venv; sys.exit(sys.version_info < (3, 12))"]
        if subprocess.run(probe, check=False, capture_output=True, timeout=60).returncode == 0:
            return path
    raise AbsentPeerError("no Python 3.12 or later was found")


def peer_python(folder: Path, peer: str, base: Path | None = None) -> Path:
    """The interpreter of the peers' environment, with the peer in it; made at the first call.

    Parameters
    ----------
    base
        The interpreter that makes the environment; by default the newest.

    Raises
    ------
    AbsentPeerError
        It cannot be made, or the package does not install.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        _run([str(base or newest_python()), "-m", "venv", str(folder)], "the environment cannot be made")
    if not _holds(python, peer):
        install = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *PACKAGES[peer]]
        _run(install, f"{PACKAGES[peer][0]} cannot be installed")
    return python


def ready_python(folder: Path, peer: str) -> Path:
    """The interpreter of an environment that is there and holds the peer; nothing is made or fetched.

    Raises
    ------
    AbsentPeerError
        There is no such environment, or the peer is not in it.
    """
    python = folder / "bin" / "python"
    if not python.exists() or not _holds(python, peer):
        raise AbsentPeerError(
            f"{peer} is not in {folder.parent.name}/{folder.name}, which `make bench` makes"
        )
    return python


def _holds(python: Path, peer: str) -> bool:
    probe = [str(python), "-c", f"import numpy, {peer}"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def measure(folder: Path, peer: str, job: dict[str, Any], *, timeout_s: float) -> dict[str, Any]:
    """What a peer measured of a job; see `benchmarks/road_peers.py`.

    Raises
    ------
    AbsentPeerError
        It is absent, fails, or takes too long.
    """
    python = peer_python(folder, peer)
    with tempfile.TemporaryDirectory() as work:
        question, report = Path(work) / "job.json", Path(work) / "report.json"
        question.write_text(json.dumps({**job, "report": str(report)}), encoding="utf-8")
        _run([str(python), str(_SCRIPT), peer, str(question)], f"{peer} failed", timeout_s=timeout_s)
        return dict(json.loads(report.read_text(encoding="utf-8")))


def _run(command: list[str], complaint: str, *, timeout_s: float = 900.0) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=timeout_s)
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip() or "no message").splitlines()[-1]
        raise AbsentPeerError(f"{complaint}: {last}") from error
    except subprocess.TimeoutExpired as error:
        raise AbsentPeerError(f"{complaint}: it took more than {timeout_s:.0f} s") from error

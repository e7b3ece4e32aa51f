"""Settings: the one reader of the environment; ``docs/reference/settings.md`` lists them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeAlias

from data.domain.errors import Fault, InputError

PREFIX = "HUILIU_"

RoadsUrl: TypeAlias = str
"""The address of a road server, its kind before it; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation can be told; `from_environment` reads ``HUILIU_<NAME>`` for each field.

    Attributes
    ----------
    home
        Folder of everything the program keeps: database, queue, networks, compiled code, uploads.
    database_url, redis_url
        SQLAlchemy and Redis URLs; empty means SQLite under `home`, and a server found on PATH or
        the embedded Valkey.
    secret_key
        Signs sessions and driver links; empty means one made at random and kept under `home`.
    network
        Name of the road network that compatibility endpoints use when a query names none.
    open_compat
        Whether ``/osrm`` and ``/vroom`` answer without a key.
    raster_tiles_url
        Optional ``{z}/{x}/{y}`` raster background for maps; empty for none.
    roads_url, roads_table_places
        ``osrm+http://…`` or ``valhalla+http://…``: a server that plans ask for ways instead of the imported
        network, and places on a side of its tables (0: what such servers allow by default).
    max_matrix_places, matrix_cache_mb
        Most places of a travel matrix, and how much of the disk kept ones may take (0: none is kept).
    solve_seconds, solve_processes
        Default search time of a plan, and processes per search (0: all cores).
    keep_personal_days
        How long `huiliu people purge` leaves names, addresses and notes as they are.
    """

    home: Path
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    network: str = ""
    open_compat: bool = False
    raster_tiles_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = 2
    web_threads: int = 16
    solve_seconds: float = 10.0
    solve_processes: int = 0
    roads_url: RoadsUrl = ""
    roads_table_places: int = 0
    max_matrix_places: int = 5000
    matrix_cache_mb: int = 512
    max_upload_mb: int = 20
    log_level: str = "INFO"
    keep_personal_days: int = 730

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings, every mistake reported together.

        Raises
        ------
        InputError
            S101: a value cannot be read. S102: an unknown ``HUILIU_`` variable (most often a typo).
        """
        source = os.environ if environ is None else environ
        names = {PREFIX + f.name.upper(): f.name for f in fields(cls)}
        faults = [
            Fault(
                "S102",
                f"There is no setting {key}.",
                "Look for a typo; docs/reference/settings.md lists all.",
                key,
            )
            for key in source
            if key.startswith(PREFIX) and key not in names
        ]
        values: dict[str, object] = {"home": _default_home(source)}
        for key, name in names.items():
            if key not in source:
                continue
            try:
                values[name] = _READERS[str(cls.__annotations__[name])](source[key])
            except ValueError as error:
                faults.append(
                    Fault("S101", f"{key}={source[key]!r} cannot be read: {error}.", "Correct it.", key)
                )
        if faults:
            raise InputError(faults)
        return cls(**values)  # type: ignore[arg-type]


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a child process that is to run with these settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    for field in fields(settings):
        value = getattr(settings, field.name)
        kept[PREFIX + field.name.upper()] = str(int(value)) if isinstance(value, bool) else str(value)
    return kept


def keep_compiled_code(settings: Settings) -> None:
    """Let this process's children keep what they compile under the home folder."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.home / "compiled"))


def _default_home(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_DATA_HOME") or str(Path(environ.get("HOME", "/")) / ".local" / "share")
    return Path(base) / "huiliu"


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("expected 1 or 0")


def _roads_url(text: str) -> str:
    if text and not re.fullmatch(r"(osrm|valhalla)\+https?://[^\s/?#]+[^\s?#]*", text):
        raise ValueError("expected osrm+http://HOST or valhalla+http://HOST, https too")
    return text


_READERS: dict[str, Callable[[str], object]] = {
    "Path": lambda text: Path(text).expanduser().absolute(),
    "str": str,
    "RoadsUrl": _roads_url,
    "bool": _flag,
    "int": int,
    "float": float,
}

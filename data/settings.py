"""Settings of an installation: the one reader of the environment.

``docs/reference/settings.md`` is made from the descriptions here by `python -m scripts.documents`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from data.domain.errors import Fault, InputError

PREFIX = "HUILIU_"


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _empty_is_false(value: object) -> object:
    return False if value == "" else value


def _roads_url(text: str) -> str:
    if text and not re.fullmatch(r"(osrm|valhalla)\+https?://[^\s/?#]+[^\s?#]*", text):
        raise ValueError("expected osrm+http://HOST or valhalla+http://HOST, https too")
    return text


class Settings(BaseSettings):
    """Settings of an installation; `from_environment` reads ``HUILIU_<NAME>`` for each field.

    Constructed directly, omitted settings have their defaults regardless of the environment.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Annotated[Path, AfterValidator(_absolute)] = Field(
        description="Folder of everything the program keeps: database, queue, networks, compiled code, "
        "uploads."
    )
    database_url: str = Field(
        "",
        description="`postgresql://USER:PASSWORD@HOST/NAME`; empty for SQLite (`huiliu.db` under the home "
        "folder).",
    )
    redis_url: str = Field(
        "",
        description="`redis://…` of the queue; empty for a server of its own under the home folder: "
        "`redis-server` or `valkey-server` on PATH, else the Valkey that is installed with the program.",
    )
    secret_key: str = Field(
        "",
        description="Signs sessions and driver links; empty for one made at random and kept in `secret.key` "
        "under the home folder. Several web machines need the same.",
    )
    network: str = Field(
        "", description="Road network that `/osrm` and `/vroom` use when a query names none."
    )
    open_compat: Annotated[bool, BeforeValidator(_empty_is_false)] = Field(
        False, description="`1` lets `/osrm` and `/vroom` answer without an API key."
    )
    raster_tiles_url: str = Field(
        "", description="`https://…/{z}/{x}/{y}.png`: a raster background for maps; empty for none."
    )
    host: str = Field("127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(8000, description="Port that the web server listens on.")
    web_processes: int = Field(2, description="Web server processes.")
    web_threads: int = Field(16, description="Threads per process; each page that watches a plan holds one.")
    solve_seconds: float = Field(
        10.0, description="Search time of a plan, in seconds, where none is asked for."
    )
    solve_processes: int = Field(0, description="Processes per search; `0` for as many as there are cores.")
    roads_url: Annotated[str, AfterValidator(_roads_url)] = Field(
        "",
        description="`osrm+http://HOST:PORT` or `valhalla+http://HOST:PORT`: plans and `/vroom` get their "
        "matrices from that server; empty for the imported network. See "
        "[road-servers.md](../how-to/road-servers.md).",
    )
    roads_table_places: int = Field(
        0,
        description="Places on a side of the tables requested from that server; `0` for 100 (OSRM) or 50 "
        "(Valhalla), their own limits.",
    )
    max_matrix_places: int = Field(5000, description="Most places of one travel matrix.")
    matrix_cache_mb: int = Field(
        512,
        description="Disk for travel matrices cached under the home folder, in megabytes; the least recently "
        "used go first. `0` for no cache.",
    )
    max_upload_mb: int = Field(20, description="Largest file accepted, in megabytes.")
    log_level: str = Field("INFO", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`.")
    keep_personal_days: int = Field(
        730,
        description="Days after which `huiliu people purge` removes names, addresses and notes "
        "([privacy.md](../how-to/privacy.md)).",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments only; the environment is read by `from_environment`."""
        return (init_settings,)

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment; all faults are reported together.

        Raises
        ------
        InputError
            S101: a value cannot be read. S102: an unknown ``HUILIU_`` variable (most often a typo).
        """
        known = {variable_of(name) for name in cls.model_fields}
        action = "Check the spelling; docs/reference/settings.md lists all settings."
        faults = [
            Fault("S102", f"There is no setting {key}.", action, key)
            for key in os.environ
            if key.startswith(PREFIX) and key not in known
        ]
        try:
            settings = cls(**{"home": _default_home(), **EnvSettingsSource(cls)()})
        except ValidationError as error:
            faults += [_unreadable(each) for each in error.errors(include_url=False)]
        if faults:
            raise InputError(faults)
        return settings

    def replace(self, **values: object) -> Settings:
        """Return a copy with other values."""
        return self.model_copy(update=values)


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def child_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a child process that runs with these settings."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    own = {
        variable_of(name): str(int(value) if isinstance(value, bool) else value) for name, value in settings
    }
    return inherited | own


def keep_compiled_code(settings: Settings) -> None:
    """Let this process's children store compiled code under the home folder."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.home / "compiled"))


def _default_home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or str(Path(os.environ.get("HOME", "/")) / ".local" / "share")
    return Path(base) / "huiliu"


def _unreadable(error: ErrorDetails) -> Fault:
    key = variable_of(str(error["loc"][0]))
    reason = str(error.get("ctx", {}).get("error", error["msg"]))
    return Fault("S101", f"{key}={error['input']!r} cannot be read: {reason}.", "Correct it.", key)

"""The key that signs sessions and driver links: configured, or generated once per installation."""

from __future__ import annotations

import os
import secrets

from data.domain.errors import Fault, UnavailableError
from data.settings import Settings

LEAST_LENGTH = 32


def secret_key(settings: Settings) -> str:
    """Return the signing key; without one, generate it and store it in ``secret.key`` (mode 600).

    Raises
    ------
    UnavailableError
        A106: the file can neither be read nor written, or contains no key.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret.key"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _create(str(path))
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(str(path), str(error)) from error
    if len(key) < LEAST_LENGTH:
        raise _unusable(str(path), f"it holds {len(key)} characters")
    return key


def _create(path: str) -> None:
    """Write a new key atomically; if several processes start at once, the first one wins."""
    temporary = f"{path}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        os.unlink(temporary)  # noqa: PTH108 - beside os.link, which pathlib names confusingly


def _unusable(path: str, why: str) -> UnavailableError:
    return UnavailableError(
        Fault(
            "A106",
            f"{path} cannot be used: {why}.",
            "Make the folder writable, or set HUILIU_SECRET_KEY.",
            path,
        )
    )

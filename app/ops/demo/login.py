"""The demo's account and API key: random, unique to each home, kept for its next start."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlmodel import Session, select

from data.samples.seed import seed_organisation
from data.store.accounts.api_keys import create_api_key, find_api_key
from data.store.accounts.failed_sign_ins import clear_failures
from data.store.accounts.organisations import Organisation
from data.store.accounts.passwords import hash_password, password_matches
from data.store.accounts.users import Role, User

USERNAME = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Credentials of the demo. The database stores digests only, so the file is the only copy."""

    user: str
    password: str = field(repr=False)
    key: str = field(repr=False)


def ensure_login(session: Session, path: Path) -> tuple[Login, Organisation, User]:
    """Return the demo's login; create it if it is missing or does not match the database.

    Parameters
    ----------
    path
        File that stores the login, mode 600.
    """
    organisation = seed_organisation(session)
    assert organisation.id is not None
    user = session.exec(select(User).where(User.username == USERNAME)).first()
    known = _read(path)
    if (
        user is not None
        and known is not None
        and password_matches(user.password_hash, known.password)
        and find_api_key(session, known.key) is not None
    ):
        return known, organisation, user
    password = secrets.token_urlsafe(12)
    if user is None:
        user = User(
            organisation_id=organisation.id,
            username=USERNAME,
            name="示例管理员 · Sample administrator",
            role=Role.ADMINISTRATOR,
            password_hash="",
        )
    user.password_hash, user.active = hash_password(password), True
    clear_failures(session, USERNAME)
    session.add(user)
    session.flush()
    _, key = create_api_key(
        session, organisation_id=organisation.id, name="demo", role=Role.DISPATCHER, user_id=user.id
    )
    login = Login(user=USERNAME, password=password, key=key)
    _write(path, login)
    return login, organisation, user


def _read(path: Path) -> Login | None:
    """Read the file; None if it is absent or unreadable, and a new login is needed."""
    try:
        return Login(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _write(path: Path, login: Login) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.unlink(missing_ok=True)
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(login), file)
    written.replace(path)

"""The demo's login."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ops.demo.login import Login, ensure_login
from data.settings import Settings
from data.store.accounts.api_keys import find_api_key
from data.store.accounts.passwords import password_matches
from data.store.engine import dispose, session
from data.store.migrate import upgrade


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    made = Settings(home=tmp_path)
    upgrade(made)
    yield made
    dispose(made)


def _login(settings: Settings) -> Login:
    with session(settings, write=True) as store:
        login, organisation, user = ensure_login(store, settings.home / "demo" / "login.json")
        assert password_matches(user.password_hash, login.password)
        key = find_api_key(store, login.key)
        assert key is not None
        assert (key.organisation_id, key.user_id) == (organisation.id, user.id)
        return login


def test_it_is_kept_for_the_next_start(settings: Settings) -> None:
    assert _login(settings) == _login(settings)


def test_each_home_has_its_own(settings: Settings, tmp_path: Path) -> None:
    other = Settings(home=tmp_path / "other")
    upgrade(other)
    first, second = _login(settings), _login(other)
    dispose(other)
    assert first.password != second.password
    assert first.key != second.key


def test_only_its_owner_may_read_the_file(settings: Settings) -> None:
    login = _login(settings)
    path = settings.home / "demo" / "login.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["password"] == login.password
    assert login.password not in repr(login)


@pytest.mark.parametrize("damage", ["", "{", '{"user": "demo"}'])
def test_a_lost_or_damaged_file_gives_a_new_password(settings: Settings, damage: str) -> None:
    before = _login(settings)
    (settings.home / "demo" / "login.json").write_text(damage)
    assert _login(settings).password != before.password

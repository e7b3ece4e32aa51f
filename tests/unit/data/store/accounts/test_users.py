"""Secrets of people and programs."""

from __future__ import annotations

import datetime as dt

from data.settings import Settings
from data.store.accounts.api_keys import create_api_key, find_api_key, key_digest, note_use
from data.store.accounts.passwords import hash_password, needs_rehash, password_matches
from data.store.accounts.users import Role
from data.store.column_types import now
from data.store.engine import session
from tests.factories.rows import make_organisation


def test_a_password_is_kept_as_argon2id() -> None:
    assert hash_password("红旗渠").startswith("$argon2id$")


def test_only_the_right_password_matches() -> None:
    kept = hash_password("红旗渠")
    assert password_matches(kept, "红旗渠")
    assert not password_matches(kept, "红旗")


def test_something_that_is_no_hash_matches_nothing() -> None:
    assert not password_matches("plain text", "plain text")


def test_a_hash_made_with_weaker_parameters_is_told() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$hB8xGG4VOkw"
    assert needs_rehash(weak)
    assert not needs_rehash(hash_password("x"))


def test_a_key_finds_its_row_and_is_not_kept_itself(database_settings: Settings) -> None:
    with session(database_settings, write=True) as store:
        row, key = create_api_key(
            store, organisation_id=make_organisation(store), name="erp", role=Role.VIEWER
        )
        assert key not in str(row.model_dump())
        assert row.digest == key_digest(key)
    with session(database_settings) as store:
        found = find_api_key(store, key)
        assert found is not None
        assert found.name == "erp"
        assert find_api_key(store, key + "x") is None


def test_a_revoked_key_is_unknown(database_settings: Settings) -> None:
    with session(database_settings, write=True) as store:
        row, key = create_api_key(
            store, organisation_id=make_organisation(store), name="erp", role=Role.VIEWER
        )
        row.revoked_at = now()
        store.add(row)
    with session(database_settings) as store:
        assert find_api_key(store, key) is None


def test_use_is_noted_once_a_minute(sqlite_settings: Settings) -> None:
    with session(sqlite_settings, write=True) as store:
        row, _key = create_api_key(
            store, organisation_id=make_organisation(store), name="erp", role=Role.VIEWER
        )
        at = now()
        assert note_use(store, row, at)
        assert not note_use(store, row, at + dt.timedelta(seconds=59))
        assert note_use(store, row, at + dt.timedelta(seconds=60))

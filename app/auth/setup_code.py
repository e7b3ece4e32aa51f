"""The code that opens the set-up page of an installation without accounts.

It is derived from the signing key, so that all web processes know it without storing it; it has no effect
once an account exists.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlmodel import Session, select, text

from data.store.accounts.users import User

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 16


def setup_code(signing_key: str) -> str:
    """Return four groups of four letters and digits, 79 bits."""
    digest = hmac.digest(signing_key.encode(), b"huiliu first administrator", hashlib.sha256)
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def is_setup_code(typed: str, signing_key: str) -> bool:
    """Return whether a typed code is correct, with or without its dashes."""
    plain = "".join(letter for letter in typed.lower() if letter in _LETTERS)
    return hmac.compare_digest(plain.encode(), setup_code(signing_key).replace("-", "").encode())


def nobody_has_an_account(session: Session) -> bool:
    """Return whether the installation has no account yet."""
    return session.exec(select(User.id).limit(1)).first() is None


def hold_accounts(session: Session) -> None:
    """Lock the table of accounts until the transaction ends; SQLite has a single writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text('LOCK TABLE "user" IN SHARE ROW EXCLUSIVE MODE'))

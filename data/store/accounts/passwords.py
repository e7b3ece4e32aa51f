"""Password hashing with argon2id."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MOST_PASSWORD_LENGTH = 1024
_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106, low-memory profile


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, including salt and parameters."""
    return _HASHER.hash(password)


def password_matches(password_hash: str, password: str) -> bool:
    """Return whether a password matches a hash; takes tens of milliseconds by design."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Return whether a hash was made with outdated parameters."""
    return _HASHER.check_needs_rehash(password_hash)

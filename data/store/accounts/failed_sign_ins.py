"""Failed sign-ins by user name as typed; existing and unknown names are treated alike."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select

from data.store.accounts.users import FailedSignIn
from data.store.column_types import now

FAILURES_BEFORE_LOCK = 5
LOCK_FOR = timedelta(minutes=15)
KEPT = timedelta(days=1)
"""Failures this old count no more, and are forgotten."""


def lock_minutes(session: Session, username: str, moment: datetime) -> int:
    """Return for how many minutes a name stays locked; 0 if it is not."""
    row = session.get(FailedSignIn, _digest(username), populate_existing=True)
    if row is None or row.locked_until is None or row.locked_until <= moment:
        return 0
    return ceil((row.locked_until - moment) / timedelta(minutes=1))


def count_failure(session: Session, username: str) -> None:
    """Count a failure; every `FAILURES_BEFORE_LOCK` of them lock the name for `LOCK_FOR`."""
    moment = now()
    session.exec(delete(FailedSignIn).where(col(FailedSignIn.last_at) < moment - KEPT))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    digest = _digest(username)
    # Two concurrent first failures would both add the row.
    made = insert(FailedSignIn).values(name_digest=digest, failures=0, last_at=moment)
    session.execute(made.on_conflict_do_nothing())
    held = select(FailedSignIn).where(FailedSignIn.name_digest == digest).with_for_update()
    row = session.exec(held.execution_options(populate_existing=True)).one()
    row.failures, row.last_at = row.failures + 1, moment
    if row.failures >= FAILURES_BEFORE_LOCK:
        row.failures, row.locked_until = 0, moment + LOCK_FOR
    session.add(row)


def clear_failures(session: Session, username: str) -> None:
    """Clear the failures under a name, which unlocks it."""
    session.exec(delete(FailedSignIn).where(col(FailedSignIn.name_digest) == _digest(username)))


def _digest(username: str) -> str:
    return hashlib.sha256(username.encode("utf-8", "replace")).hexdigest()

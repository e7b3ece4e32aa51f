"""Numbered attempts of workers to process plans and scenarios; every step is one short transaction.

Every step names its attempt, and does nothing once another attempt has started: a worker presumed dead
cannot overwrite the results of its successor.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from sqlmodel import Session, col, select

from data.store.column_types import now
from data.store.plans.tables import Plan
from data.store.studies.tables import Scenario

Row = TypeVar("Row", Plan, Scenario)


class Attempts(Generic[Row]):
    """Steps common to plans and scenarios; their `lifecycle` modules add specific ones."""

    def __init__(self, table: type[Row]) -> None:
        self._table: type[Row] = table

    def held(self, session: Session, row_id: str) -> Row | None:
        """Return the row, locked until the transaction ends; None if it does not exist."""
        statement = select(self._table).where(self._table.id == row_id).with_for_update()
        return session.exec(statement.execution_options(populate_existing=True)).first()

    def queued(self, session: Session, row_id: str, attempt: int) -> Row | None:
        """Return the locked row; None if this attempt is over or started, or the row was cancelled."""
        row = self.unended(session, row_id, attempt)
        return row if row is not None and row.status is type(row.status).QUEUED else None

    def running(self, session: Session, row_id: str, attempt: int) -> Row | None:
        """Return the locked row; None if this attempt does not work on it."""
        row = self.unended(session, row_id, attempt)
        return row if row is not None and row.status is type(row.status).RUNNING else None

    def unended(self, session: Session, row_id: str, attempt: int) -> Row | None:
        """Return the locked row; None if this attempt is neither queued nor running."""
        row = self.held(session, row_id)
        if row is None or row.attempt != attempt:
            return None
        status = type(row.status)
        return row if row.status in (status.QUEUED, status.RUNNING) else None

    def set_phase(self, session: Session, row_id: str, attempt: int, phase: str) -> None:
        """Record the phase of the current attempt; does nothing for other attempts."""
        row = self.running(session, row_id, attempt)
        if row is not None:
            row.phase = phase
            session.add(row)

    def must_stop(self, session: Session, row_id: str, attempt: int) -> bool:
        """Return whether a running attempt must stop: cancelled, deleted, or superseded."""
        row = session.get(self._table, row_id)
        if row is None or row.attempt != attempt or row.status is not type(row.status).RUNNING:
            return True
        return row.cancel_requested_at is not None

    def request_cancel(self, session: Session, row_id: str) -> Row:
        """Cancel a row: a queued one ends at once, a running one is asked to stop."""
        row = self.held(session, row_id)
        assert row is not None
        status = type(row.status)
        if row.status is status.QUEUED:
            row.status, row.phase, row.finished_at = status.CANCELLED, "done", now()
        elif row.status is status.RUNNING and row.cancel_requested_at is None:
            row.cancel_requested_at = now()
        session.add(row)
        return row

    def next_attempt(self, session: Session, row_id: str, attempt: int, *, crashed: bool) -> int | None:
        """Queue an unfinished row for its next attempt and return its number; None if another process did."""
        row = self.unended(session, row_id, attempt)
        if row is None:
            return None
        row.attempt += 1
        row.crashes += int(crashed)
        row.status, row.phase = type(row.status).QUEUED, "queued"
        session.add(row)
        return row.attempt

    def unfinished(self, session: Session) -> list[Row]:
        """Return every queued or running row of all organisations."""
        wanted = col(self._table.status).in_(["queued", "running"])
        return list(session.exec(select(self._table).where(wanted).order_by(col(self._table.created_at))))

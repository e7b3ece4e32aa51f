"""Objects of the network by reference, and the saving of a single one."""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session, select

from app.errors import ConflictError
from app.services.results import EntryResult
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site

Row = TypeVar("Row", Site, Vehicle, Driver)


def find_row(session: Session, organisation_id: int, table: type[Row], ref: str) -> Row:
    """A row of the organisation by reference, in use or not.

    Raises
    ------
    NotFoundError
        A245: there is none.
    """
    wanted = select(table).where(table.organisation_id == organisation_id, table.ref == ref)
    row = session.exec(wanted).first()
    if row is None:
        raise NotFoundError(Fault("A245", f"There is no {table.__name__.lower()} {ref!r}.", "Check it.", ref))
    return row


def load_rows(session: Session, organisation_id: int, table: type[Row]) -> dict[str, Row]:
    """Rows of the organisation by reference, in use or not."""
    return {
        row.ref: row for row in session.exec(select(table).where(table.organisation_id == organisation_id))
    }


def require_ref(session: Session, organisation_id: int, table: type[Row], ref: str, *, is_new: bool) -> None:
    """Require that a reference is free for a new object, or known for a changed one.

    Raises
    ------
    ConflictError
        A244: the reference is taken.
    NotFoundError
        A245: there is no such object.
    """
    if not is_new:
        find_row(session, organisation_id, table, ref)
        return
    taken = select(table.id).where(table.organisation_id == organisation_id, table.ref == ref)
    if session.exec(taken).first() is not None:
        cause, action = f"The reference {ref!r} is taken.", "Change that one, or choose another."
        raise ConflictError(Fault("A244", cause, action, "ref"))


def require_entered(results: list[EntryResult]) -> None:
    """Require that every input was stored.

    Raises
    ------
    InputError
        Everything that is wrong with them.
    """
    faults = [fault for result in results for fault in result.faults]
    if faults:
        raise InputError(faults)

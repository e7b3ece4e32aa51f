"""Look up objects of the network by reference, and save a single one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from sqlmodel import Session, select

from app.errors import ConflictError
from app.services.results import EntryResult
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site

Row = TypeVar("Row", Site, Vehicle, Driver)


def find_row(session: Session, organisation_id: int, table: type[Row], ref: str) -> Row:
    """Return a row of the organisation by reference, in use or not.

    Raises
    ------
    NotFoundError
        A245: there is none.
    """
    statement = select(table).where(table.organisation_id == organisation_id, table.ref == ref)
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError(Fault("A245", f"There is no {table.__name__.lower()} {ref!r}.", "Check it.", ref))
    return row


def load_rows(session: Session, organisation_id: int, table: type[Row]) -> dict[str, Row]:
    """Return rows of the organisation by reference, in use or not."""
    return {
        row.ref: row for row in session.exec(select(table).where(table.organisation_id == organisation_id))
    }


class Referenced(Protocol):
    """An input that identifies its object by reference."""

    @property
    def ref(self) -> str: ...


Entered = TypeVar("Entered", bound=Referenced)


def save_one(
    session: Session,
    owner: tuple[int, type[Row]],
    entered: Entered,
    enter: Callable[[Session, int, Sequence[Entered]], list[EntryResult]],
    *,
    is_new: bool,
) -> Row:
    """Store all fields of one object, and return its row.

    Parameters
    ----------
    owner
        The organisation's id, and the table of the object.
    enter
        Enters many of its kind.

    Raises
    ------
    InputError
        All faults of the input.
    ConflictError
        A244: it is new, and its reference is taken.
    NotFoundError
        A245: it is not new, and there is no such object.
    """
    organisation_id, table = owner
    if not is_new:
        find_row(session, organisation_id, table, entered.ref)
    elif entered.ref in load_rows(session, organisation_id, table):
        cause, action = f"The reference {entered.ref!r} is taken.", "Change that one, or choose another."
        raise ConflictError(Fault("A244", cause, action, "ref"))
    [result] = enter(session, organisation_id, [entered])
    if result.faults:
        raise InputError(result.faults)
    return find_row(session, organisation_id, table, entered.ref)

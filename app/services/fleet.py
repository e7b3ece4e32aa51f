"""Places, trucks and drivers entered one by one, by the same rules as imported tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import Session, select

from app.errors import ConflictError
from app.imports.columns import Record, Records
from app.imports.run import kind_of, store_records
from data.domain.errors import Fault, InputError, NotFoundError
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site

Row = TypeVar("Row", Site, Vehicle, Driver)
_TABLES: dict[str, Any] = {"sites": Site, "vehicles": Vehicle, "drivers": Driver}


def named(store: Session, organisation_id: int, table: type[Row], ref: str) -> Row:
    """A row of the organisation by reference, in use or not.

    Raises
    ------
    NotFoundError
        A245: there is none.
    """
    wanted = select(table).where(table.organisation_id == organisation_id, table.ref == ref)
    row = store.exec(wanted).first()
    if row is None:
        raise NotFoundError(Fault("A245", f"There is no {table.__name__.lower()} {ref!r}.", "Check it.", ref))
    return row


def store_entry(
    settings: Settings, organisation_id: int, kind: str, values: Mapping[str, Any], *, is_new: bool
) -> None:
    """Store one object whole; `values` are as the columns of its table read them, and ``retired``.

    Raises
    ------
    InputError
        Everything that is wrong with it.
    ConflictError
        A244: there is one of that reference already.
    """
    table, ref = _TABLES[kind], values["ref"]
    if is_new:
        with session(settings) as store:
            there = select(table.id).where(table.organisation_id == organisation_id, table.ref == ref)
            if store.exec(there).first() is not None:
                cause, action = f"The reference {ref!r} is taken.", "Change that one, or choose another."
                raise ConflictError(Fault("A244", cause, action, "ref"))
    defaults = {column.key: column.default for column in kind_of(kind).columns}
    given = frozenset(key for key, value in values.items() if value not in (None, "", [], {}, ()))
    record = Record(1, defaults | {key: value for key, value in values.items() if key in defaults}, given)
    result = store_records(settings, organisation_id, kind, Records(good=[record]))
    if result.faults:
        raise InputError([Fault(f.code, f.cause, f.action, kind.rstrip("s")) for f in result.faults])
    with session(settings, write=True) as store:
        row: Any = named(store, organisation_id, table, ref)
        if values.get("retired"):
            row.retired_at = row.retired_at or now()
        if isinstance(row, Site):
            # Beside what tables bring: which roads a centre plans on, and when by itself.
            row.network, row.plan_at_s = values["network"], values["plan_at_s"]
        store.add(row)

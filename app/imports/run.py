"""A file in, an `ImportResult` out: the one way for the command line and the API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.imports import drivers, request_columns, requests, sites, vehicles
from app.imports.columns import NOTHING_CHOSEN, Choice, Column, Record, Records, read_records, recognised
from app.imports.context import ImportContext, context_of
from app.imports.result import ImportResult
from app.imports.tables import read_table
from data.domain.errors import Fault, NotFoundError
from data.settings import Settings
from data.store.accounts.organisations import Organisation
from data.store.engine import session
from network.library import NetworkLibrary


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its columns, and what stores its records."""

    columns: Sequence[Column]
    store: Callable[[Session, Sequence[Record], ImportResult, ImportContext], None]


KINDS = {
    "sites": Kind(sites.COLUMNS, sites.store_sites),
    "vehicles": Kind(vehicles.COLUMNS, vehicles.store_vehicles),
    "drivers": Kind(drivers.COLUMNS, drivers.store_drivers),
    "requests": Kind(request_columns.COLUMNS, requests.store_requests),
}


def kind_of(name: str) -> Kind:
    """A kind of table by name.

    Raises
    ------
    NotFoundError
        I200: there is none.
    """
    if name not in KINDS:
        raise NotFoundError(
            Fault("I200", f"There is no table of {name}.", f"Use one of {', '.join(KINDS)}.", "kind")
        )
    return KINDS[name]


def import_table(
    settings: Settings,
    organisation_id: int,
    kind: str,
    content: bytes,
    file_name: str,
    *,
    choice: Choice = NOTHING_CHOSEN,
    keep: bool = True,
) -> ImportResult:
    """Store the good rows of a table in one transaction; name and set aside the others.

    Importing the same file again changes nothing: objects are known by their reference.

    Parameters
    ----------
    choice
        Which sheet, and which header stands for which column, where the reader chose.
    keep
        False tells what importing would do, and stores nothing.

    Raises
    ------
    InputError
        I201, I202, I203: nothing of the file can be used.
    NotFoundError
        I200: there is no such kind of table.
    """
    columns = kind_of(kind).columns
    table = read_table(content, file_name, choice.sheet, best=lambda header: recognised(header, columns))
    records = read_records(table, columns, file_name, choice.columns)
    return store_records(settings, organisation_id, kind, records, keep=keep)


def store_records(
    settings: Settings, organisation_id: int, kind: str, records: Records, *, keep: bool = True
) -> ImportResult:
    """Store records that were read already, from a table or from a document."""
    result = ImportResult(faults=list(records.faults))
    context = context_of(NetworkLibrary(settings.home), organisation_id)
    with session(settings, write=True) as store:
        # One table at a time: the same one sent twice at once would add each object twice. Rows that
        # merely name the organisation are not kept waiting.
        store.exec(
            select(Organisation).where(Organisation.id == organisation_id).with_for_update(key_share=True)
        ).one()
        kind_of(kind).store(store, records.good, result, context)
        if not keep:
            store.rollback()
    result.spots.update(context.misplaced)
    result.sort()
    return result

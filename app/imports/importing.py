"""A file in, an `ImportResult` out: the one way for the command line and the API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.imports import requests, sites, vehicles
from app.imports.columns import Column, Record, read_records
from app.imports.result import ImportResult
from app.imports.tables import read_table
from data.domain.errors import Fault, NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its columns, and what stores its records."""

    columns: Sequence[Column]
    store: Callable[[Session, int, Sequence[Record], ImportResult], None]


KINDS = {
    "sites": Kind(sites.COLUMNS, sites.store_sites),
    "vehicles": Kind(vehicles.COLUMNS, vehicles.store_vehicles),
    "requests": Kind(requests.COLUMNS, requests.store_requests),
}


def import_table(
    settings: Settings, organisation_id: int, kind: str, content: bytes, file_name: str
) -> ImportResult:
    """Store the good rows of a table in one transaction; name and set aside the others.

    Importing the same file again changes nothing: objects are known by their reference.

    Raises
    ------
    InputError
        I201, I202, I203: nothing of the file can be used.
    NotFoundError
        I200: there is no such kind of table.
    """
    if kind not in KINDS:
        raise NotFoundError(
            Fault("I200", f"There is no table of {kind}.", f"Use one of {', '.join(KINDS)}.", "kind")
        )
    records = read_records(read_table(content, file_name), KINDS[kind].columns, file_name)
    result = ImportResult(faults=list(records.faults))
    with session(settings, write=True) as store:
        # One table at a time: the same one sent twice at once would add each object twice. Rows that
        # merely name the organisation are not kept waiting.
        store.exec(
            select(Organisation).where(Organisation.id == organisation_id).with_for_update(key_share=True)
        ).one()
        KINDS[kind].store(store, organisation_id, records.good, result)
    result.faults.sort(key=_row_number)
    return result


def _row_number(fault: Fault) -> int:
    number = fault.where.removeprefix("row ")
    return int(number) if number.isdigit() else 0

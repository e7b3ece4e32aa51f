"""Import a file: the single entry point for the command line and the API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.imports import drivers, requests, sites, vehicles
from app.imports.columns import NOTHING_CHOSEN, Choice, Column, Record, Records, count_matches, read_records
from app.imports.result import ImportResult
from app.imports.tables import read_table
from app.services.places import RoadContext, load_road_context
from data.domain.errors import Fault, NotFoundError
from data.settings import Settings
from data.store.accounts.organisations import lock_organisation
from data.store.engine import session
from network.library import NetworkLibrary


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its columns, and the function that enters its records."""

    columns: Sequence[Column]
    enter: Callable[[Session, int, Sequence[Record], RoadContext], ImportResult]


KINDS = {
    "sites": Kind(sites.COLUMNS, sites.import_sites),
    "vehicles": Kind(vehicles.COLUMNS, vehicles.import_vehicles),
    "drivers": Kind(drivers.COLUMNS, drivers.import_drivers),
    "requests": Kind(requests.COLUMNS, requests.import_requests),
}


def find_kind(name: str) -> Kind:
    """Find a kind of table by name.

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
    """Store the valid rows of a table in one transaction; report and set aside the others.

    Importing the same file again changes nothing: objects are identified by their reference.

    Parameters
    ----------
    choice
        The reader's choice of sheet and columns.
    keep
        False computes the result and stores nothing.

    Raises
    ------
    InputError
        I201, I202, I203: nothing of the file can be used.
    NotFoundError
        I200: there is no such kind of table.
    """
    columns = find_kind(kind).columns
    table = read_table(content, file_name, choice.sheet, best=lambda header: count_matches(header, columns))
    records = read_records(table, columns, file_name, choice.columns)
    return enter_records(settings, organisation_id, kind, records, keep=keep)


def enter_records(
    settings: Settings, organisation_id: int, kind: str, records: Records, *, keep: bool = True
) -> ImportResult:
    """Enter records in one transaction; see `import_table`."""
    roads = load_road_context(NetworkLibrary(settings.home))
    with session(settings, write=True) as store:
        lock_organisation(store, organisation_id)
        result = find_kind(kind).enter(store, organisation_id, records.good, roads)
        if not keep:
            store.rollback()
    result.faults += records.faults
    result.sort()
    return result

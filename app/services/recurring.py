"""Pickups repeated weekly: by the same rules of place and goods as requests of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.imports.columns import Record
from app.imports.context import ImportContext
from app.imports.known_rows import KnownRows, read_known
from app.imports.place_faults import far_off_road
from app.imports.request_faults import item_doubts, item_faults, place_faults
from app.imports.request_values import centre_of, item_of, place_of_request, values_of
from app.services.requests.enter import line_document, of_document, records_of
from data.domain.errors import Fault, InputError
from data.store.requests.materials import sync_materials

_OF_ITS_OWN = ("weekdays", "every_weeks", "first", "last")
_OF_A_DAY = {"date": None, "due_date": None, "max_mass_t": None, "max_height_m": None}


def standing_values(
    session: Session, document: Mapping[str, Any], context: ImportContext
) -> tuple[dict[str, Any], list[Fault]]:
    """Columns of a standing request from the whole of it, as the API takes it, and what to look at.

    Doubts: I216 far off the roads, I218 no packing said, I220 goods that the centre does not accept.

    Raises
    ------
    InputError
        I206 a centre, site or material that is not there or no longer in use, I210 too heavy, I214 and
        I215 a place that cannot be right, I219 goods that may not be fetched: all that is wrong.
    """
    sync_materials(session)
    rows = records_of(1, _OF_A_DAY | dict(document))
    known = read_known(session, context.organisation_id, [])
    faults = place_faults(rows[0], known, context)
    faults += [fault for row in rows for fault in item_faults(row, known)]
    if faults:
        raise InputError([of_document(fault) for fault in faults])
    values = {key: value for key, value in values_of(rows[0], known).items() if key not in _OF_A_DAY}
    values |= {
        "ref": document["ref"],
        "items": [line_document(item_of(row, known)) for row in rows],
        **{key: document[key] for key in _OF_ITS_OWN},
        "weekdays": sorted(set(document["weekdays"])),
    }
    return values, [of_document(doubt) for doubt in _doubts(rows, known, context)]


def _doubts(rows: Sequence[Record], known: KnownRows, context: ImportContext) -> list[Fault]:
    centre = centre_of(rows[0], known)
    found = far_off_road([(rows[0], place_of_request(rows[0], known), centre)], context.roads)
    return [*found, *(doubt for row in rows for doubt in item_doubts(row, known, centre))]

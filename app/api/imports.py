"""``POST /imports/<kind>``: a table of sites, vehicles or requests."""

from __future__ import annotations

from flask import request

from app.access import DISPATCHERS, allowed, principal
from app.api.blueprint import api
from app.api.models import Answer, FaultOut
from app.imports.importing import import_table
from app.services import services
from data.domain.errors import Fault, InputError


class ImportOut(Answer):
    """Counts of objects, and the faults of the rows that were set aside."""

    imported: int
    updated: int
    unchanged: int
    faults: list[FaultOut]


@api.post("/imports/<kind>")
@allowed(*DISPATCHERS)
@api.output(ImportOut)
@api.doc(operation_id="importTable", extensions={"x-file": "file"})
def import_kind(kind: str) -> dict[str, object]:
    """Import a CSV or XLSX file: `sites`, `vehicles` or `requests`, sent as multipart field `file`.

    Good rows are kept, bad ones named; objects are known by `ref`, so sending a file again changes
    nothing.
    """
    sent = request.files.get("file")
    if sent is None:
        raise InputError(Fault("A202", "No file was sent.", "Send it as multipart field `file`.", "file"))
    result = import_table(
        services().settings, principal().organisation_id, kind, sent.read(), sent.filename or "table"
    )
    return result.as_json()

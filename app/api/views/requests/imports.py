"""``/imports/<kind>``: import of tables, with templates, previews and rejected rows."""

from __future__ import annotations

import json

from flask import Response, request

from app.api.blueprint import api, file_answer
from app.auth.access import DISPATCHERS, allowed, principal
from app.context import installation
from app.exports.media_types import XLSX
from app.imports.columns import Choice, count_matches
from app.imports.preview import preview_table
from app.imports.result import ImportResult, row_number
from app.imports.run import find_kind, import_table
from app.imports.tables import read_table
from app.imports.templates import (
    column_title,
    describe_values,
    list_allowed_values,
    write_bad_rows,
    write_template,
)
from app.language import language
from app.schemas.imports import ImportOut, PreviewOut, TemplateQuery
from data.domain.errors import Fault, InputError


@api.post("/imports/<kind>")
@allowed(*DISPATCHERS)
@api.output(ImportOut)
@api.doc(operation_id="importTable", extensions={"x-file": "file"})
def import_kind(kind: str) -> dict[str, object]:
    """Import a CSV or XLSX file of `sites`, `vehicles`, `drivers` or `requests`, as multipart field `file`.

    Valid rows are stored, invalid ones reported; objects are identified by `ref`, so importing a file again
    changes nothing. Form fields `sheet` (its name) and `columns` (JSON, column key to header position or
    null) override what is detected.
    """
    content, name = _file()
    return _document(
        import_table(
            installation().settings, principal().organisation_id, kind, content, name, choice=_choice()
        )
    )


@api.post("/imports/<kind>/preview")
@allowed(*DISPATCHERS)
@api.output(PreviewOut)
@api.doc(operation_id="previewImport", extensions={"x-file": "file"})
def preview_kind(kind: str) -> dict[str, object]:
    """Preview the import of a file; takes the same fields and stores nothing."""
    content, name = _file()
    found = preview_table(
        installation().settings, principal().organisation_id, kind, content, name, choice=_choice()
    )
    return {
        "sheets": list(found.sheets),
        "headers": list(found.header),
        "columns": [
            {
                "key": column.key,
                "title_zh": column_title(column, zh=True).rstrip("*"),
                "title_en": column.key,
                "expects_zh": describe_values(column.key)[0],
                "expects_en": describe_values(column.key)[1],
                "required": column.required,
                "header": found.mapped[column.key],
            }
            for column in found.columns
        ],
        "rows": found.rows,
        "first_rows": [{"row": number, "cells": list(cells)} for number, cells in found.first_rows],
        "header_faults": [fault.as_json() for fault in found.header_faults],
        "result": _document(found.result),
        "spots": [
            {"row": row, "lon": place.lon, "lat": place.lat}
            for row, place in found.result.spots.items()
            if abs(place.lat) <= 90
        ],
    }


@api.post("/imports/<kind>/bad-rows")
@allowed(*DISPATCHERS)
@api.doc(operation_id="badRows", extensions={"x-file": "file"}, responses={200: "An XLSX workbook"})
def bad_rows_of(kind: str) -> Response:
    """Get the rows of a file that would be rejected, as a workbook to correct and import again."""
    content, name = _file()
    choice, columns = _choice(), find_kind(kind).columns
    found = import_table(
        installation().settings, principal().organisation_id, kind, content, name, choice=choice, keep=False
    )
    table = read_table(content, name, choice.sheet, best=lambda header: count_matches(header, columns))
    content = write_bad_rows(table, found.faults, zh=language() == "zh")
    return file_answer(content, XLSX, f"{kind}-to-correct.xlsx")


@api.get("/imports/<kind>/template.xlsx")
@allowed(*DISPATCHERS)
@api.input(TemplateQuery, location="query", arg_name="query")
@api.doc(operation_id="importTemplate", responses={200: "An XLSX workbook"})
def template_of(kind: str, query: TemplateQuery) -> Response:
    """Get a workbook to fill in, with the meaning of each column and the permitted values."""
    zh, columns = query.lang == "zh", find_kind(kind).columns
    with installation().reading() as store:
        values = list_allowed_values(store, principal().organisation_id, kind, zh=zh)
    return file_answer(write_template(columns, values, zh=zh), XLSX, f"{kind}-template.xlsx")


def _document(result: ImportResult) -> dict[str, object]:
    """Return the result of an import with the row, cell and position of each fault."""

    def locate(fault: Fault) -> dict[str, object]:
        number = row_number(fault)
        place = result.spots.get(number)
        where = {} if place is None else {"lon": place.lon, "lat": place.lat}
        return {**fault.as_json(), "row": number, **where}

    return {
        "imported": result.imported,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "faults": [locate(fault) for fault in result.faults],
        "doubts": [locate(fault) for fault in result.doubts],
        "days": result.days,
    }


def _file() -> tuple[bytes, str]:
    sent = request.files.get("file")
    if sent is None:
        raise InputError(Fault("A202", "No file was sent.", "Send it as multipart field `file`.", "file"))
    return sent.read(), sent.filename or "table"


def _choice() -> Choice:
    text = request.form.get("columns", "")
    try:
        columns = json.loads(text) if text else {}
        if not isinstance(columns, dict) or not all(
            position is None or (isinstance(position, int) and not isinstance(position, bool))
            for position in columns.values()
        ):
            raise ValueError("not an object of positions")
    except ValueError as error:
        raise InputError(
            Fault("A201", f"columns: {error}.", "Send a JSON object of header positions.", "form.columns")
        ) from error
    return Choice(request.form.get("sheet") or None, columns)

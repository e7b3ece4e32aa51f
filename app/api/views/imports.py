"""``/imports/<kind>``: tables in; their templates, previews, and rows to correct."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated

from flask import Response, request
from pydantic import BaseModel, Field

from app.api.blueprint import api, file_answer
from app.auth.access import DISPATCHERS, allowed, principal
from app.context import installation
from app.exports.media_types import XLSX
from app.imports.allowed_values import allowed_values
from app.imports.columns import Choice, recognised
from app.imports.expectations import expected
from app.imports.previews import preview
from app.imports.result import ImportResult, row_number
from app.imports.run import import_table, kind_of
from app.imports.tables import read_table
from app.imports.workbooks import bad_rows, column_title, template
from app.language import language
from app.schemas.common import Answer, FaultOut, Latitude, Longitude
from data.domain.errors import Fault, InputError


class RowFaultOut(FaultOut):
    """What is wrong with a row; `column` and `given` where it is one cell, and where the row's place is."""

    row: int
    column: str = ""
    given: str = ""
    lon: Annotated[float | None, Field(description="As written; WGS-84 where the row is kept.")] = None
    lat: float | None = None


class SpotOut(Answer):
    """Where the place of a row is."""

    row: int
    lon: Longitude
    lat: Latitude


class ImportOut(Answer):
    """Counts of objects, faults of the rows set aside, doubts about rows that are kept, and their days."""

    imported: int
    updated: int
    unchanged: int
    faults: list[RowFaultOut]
    doubts: list[RowFaultOut]
    days: Annotated[list[dt.date], Field(description="Of the requests that are kept, in order.")]


class ImportColumnOut(Answer):
    """A column that the table may have, and the position of the header that stands for it."""

    key: str
    title_zh: str
    title_en: str
    expects_zh: str
    expects_en: str
    required: bool
    header: int | None


class PreviewRowOut(Answer):
    """A row as it stands in the file."""

    row: int
    cells: list[str]


class PreviewOut(Answer):
    """What importing the file would do; `header_faults` say why nothing can be read yet."""

    sheets: list[str]
    headers: list[str]
    columns: list[ImportColumnOut]
    rows: int
    first_rows: list[PreviewRowOut]
    header_faults: list[FaultOut]
    result: ImportOut
    spots: list[SpotOut]


class TemplateQuery(BaseModel):
    """The language of the template's headers."""

    lang: Annotated[str, Field(pattern="^(zh|en)$")] = "zh"


@api.post("/imports/<kind>")
@allowed(*DISPATCHERS)
@api.output(ImportOut)
@api.doc(operation_id="importTable", extensions={"x-file": "file"})
def import_kind(kind: str) -> dict[str, object]:
    """Import a CSV or XLSX file: `sites`, `vehicles`, `drivers` or `requests`, as multipart field `file`.

    Good rows are kept, bad ones named; objects are known by `ref`, so sending a file again changes
    nothing. Form fields `sheet` (its name) and `columns` (JSON, column key to header position or null)
    say what to read where the guess is wrong.
    """
    content, name = _file()
    return import_document(
        import_table(
            installation().settings, principal().organisation_id, kind, content, name, choice=_choice()
        )
    )


@api.post("/imports/<kind>/preview")
@allowed(*DISPATCHERS)
@api.output(PreviewOut)
@api.doc(operation_id="previewImport", extensions={"x-file": "file"})
def preview_kind(kind: str) -> dict[str, object]:
    """Tell what importing a file would do; takes the same fields, stores nothing."""
    content, name = _file()
    found = preview(
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
                "expects_zh": expected(column.key)[0],
                "expects_en": expected(column.key)[1],
                "required": column.required,
                "header": found.mapped[column.key],
            }
            for column in found.columns
        ],
        "rows": found.rows,
        "first_rows": [{"row": number, "cells": list(cells)} for number, cells in found.first_rows],
        "header_faults": [fault.as_json() for fault in found.header_faults],
        "result": import_document(found.result),
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
    """The rows of a file that would be set aside, as a workbook to correct and send again."""
    content, name = _file()
    choice, columns = _choice(), kind_of(kind).columns
    found = import_table(
        installation().settings, principal().organisation_id, kind, content, name, choice=choice, keep=False
    )
    table = read_table(content, name, choice.sheet, best=lambda header: recognised(header, columns))
    content = bad_rows(table, found.faults, zh=language() == "zh")
    return file_answer(content, XLSX, f"{kind}-to-correct.xlsx")


@api.get("/imports/<kind>/template.xlsx")
@allowed(*DISPATCHERS)
@api.input(TemplateQuery, location="query", arg_name="asked")
@api.doc(operation_id="importTemplate", responses={200: "An XLSX workbook"})
def template_of(kind: str, asked: TemplateQuery) -> Response:
    """A workbook to fill in, with what each column means and the values that may be used."""
    zh, columns = asked.lang == "zh", kind_of(kind).columns
    with installation().reading() as store:
        values = allowed_values(store, principal().organisation_id, kind, zh=zh)
    return file_answer(template(columns, values, zh=zh), XLSX, f"{kind}-template.xlsx")


def import_document(result: ImportResult) -> dict[str, object]:
    """An import as the API tells it: each fault with its row, cell and place."""

    def told(fault: Fault) -> dict[str, object]:
        number = row_number(fault)
        place = result.spots.get(number)
        where = {} if place is None else {"lon": place.lon, "lat": place.lat}
        return {**fault.as_json(), "row": number, **where}

    return {
        "imported": result.imported,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "faults": [told(fault) for fault in result.faults],
        "doubts": [told(fault) for fault in result.doubts],
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

"""Models of table imports in the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

from app.schemas.common import Answer, FaultOut, Latitude, Longitude


class RowFaultOut(FaultOut):
    """A fault of a row; `column` and `given` for a single cell, and the row's position if known."""

    row: int
    column: str = ""
    given: str = ""
    lon: Annotated[float | None, Field(description="As written; WGS-84 where the row is kept.")] = None
    lat: float | None = None


class SpotOut(Answer):
    """Position of a row."""

    row: int
    lon: Longitude
    lat: Latitude


class ImportOut(Answer):
    """Counts of objects, faults of rejected rows, doubts about stored rows, and their days."""

    imported: int
    updated: int
    unchanged: int
    faults: list[RowFaultOut]
    doubts: list[RowFaultOut]
    days: Annotated[list[dt.date], Field(description="Of the requests that are kept, in order.")]


class ImportColumnOut(Answer):
    """A possible column of the table, and the position of its header."""

    key: str
    title_zh: str
    title_en: str
    expects_zh: str
    expects_en: str
    required: bool
    header: int | None


class PreviewRowOut(Answer):
    """A row as written in the file."""

    row: int
    cells: list[str]


class PreviewOut(Answer):
    """Result that the import would have; `header_faults` prevent it."""

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

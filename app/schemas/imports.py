"""Shapes of imported tables in the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

from app.schemas.common import Answer, FaultOut, Latitude, Longitude


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

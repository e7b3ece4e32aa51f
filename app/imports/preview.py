"""Preview of an import: sheets of the file, matched headers and results of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.imports.columns import (
    NOTHING_CHOSEN,
    Choice,
    Column,
    count_matches,
    find_positions,
    match_headers,
    read_records,
)
from app.imports.result import ImportResult
from app.imports.run import enter_records, find_kind
from app.imports.tables import read_table, sheet_names
from data.domain.errors import Fault, InputError
from data.settings import Settings

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Attributes
    ----------
    sheets
        Sheets of a workbook; empty for CSV.
    mapped
        Position of the header of each column; None if unmatched.
    first_rows
        The first rows of the file, each with its number.
    header_faults
        Required columns without a header, which prevent the import.
    result
        Result of the import; empty if there are `header_faults`.
    """

    sheets: tuple[str, ...]
    header: tuple[str, ...]
    columns: Sequence[Column]
    mapped: dict[str, int | None]
    first_rows: tuple[tuple[int, tuple[str, ...]], ...]
    rows: int
    header_faults: tuple[Fault, ...]
    result: ImportResult


def preview_table(
    settings: Settings,
    organisation_id: int,
    kind: str,
    content: bytes,
    file_name: str,
    *,
    choice: Choice = NOTHING_CHOSEN,
) -> Preview:
    """Read a file and compute the result of importing it; nothing is stored.

    Raises
    ------
    InputError
        I201, I202, I203: the file cannot be read, or has no such sheet.
    NotFoundError
        I200: there is no such kind of table.
    """
    columns = find_kind(kind).columns
    table = read_table(content, file_name, choice.sheet, best=lambda header: count_matches(header, columns))
    found: dict[str, int | None] = {column.key: None for column in columns}
    found |= dict(reversed(match_headers(table.header, columns))) | dict(choice.columns)
    header_faults: tuple[Fault, ...] = ()
    result = ImportResult()
    try:
        find_positions(table.header, columns, file_name, choice.columns)
    except InputError as error:
        header_faults = tuple(error.faults)
    else:
        records = read_records(table, columns, file_name, choice.columns)
        result = enter_records(settings, organisation_id, kind, records, keep=False)
    return Preview(
        sheets=sheet_names(content, file_name),
        header=table.header,
        columns=columns,
        mapped={key: found[key] for key in (column.key for column in columns)},
        first_rows=table.rows[:_SHOWN],
        rows=len(table.rows),
        header_faults=header_faults,
        result=result,
    )

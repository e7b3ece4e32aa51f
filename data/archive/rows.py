"""Serialize rows of a table as lines of JSON, independent of the database."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Date, Enum, LargeBinary, MetaData, Table, func, select, text
from sqlalchemy.types import TypeEngine

from data.store.column_types import UtcDateTime, to_json
from data.store.column_types import metadata as current_tables

CHUNK_ROWS = 500
Row = dict[str, Any]


def row_lines(connection: Connection, table: Table) -> Iterator[str]:
    """Yield every row of a table as one JSON object, in the order of the primary key."""
    found = connection.execution_options(yield_per=CHUNK_ROWS).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in found.mappings():
        yield to_json({name: _to_json(value) for name, value in row.items()})


def insert_lines(connection: Connection, table: Table, lines: Iterable[str]) -> int:
    """Insert rows written by `row_lines`, and return their number.

    Rows that refer to other rows of the table are inserted after them.
    """
    rows = _parents_first(table, [_from_json(table, json.loads(line)) for line in lines])
    for start in range(0, len(rows), CHUNK_ROWS):
        connection.execute(table.insert(), rows[start : start + CHUNK_ROWS])
    _continue_numbering(connection, table)
    return len(rows)


def stored_tables(connection: Connection) -> list[Table]:
    """Return the tables of a database, parents before children, with our column types.

    A database at an earlier revision has fewer tables and columns than the code.
    """
    reflected = MetaData()
    reflected.reflect(connection)
    for table in reflected.tables.values():
        ours = current_tables.tables.get(table.name)
        for column in table.columns:
            if ours is not None and column.name in ours.columns:
                column.type = ours.columns[column.name].type
    return [table for table in reflected.sorted_tables if table.name != "alembic_version"]


def _parents_first(table: Table, rows: list[Row]) -> list[Row]:
    own = [key for key in table.foreign_keys if key.column.table is table]
    if not own:
        return rows
    (key,) = own
    ordered, placed, waiting = list[Row](), {None}, rows
    while waiting:
        ready = [row for row in waiting if row[key.parent.name] in placed]
        ordered += ready
        placed |= {row[key.column.name] for row in ready}
        if not ready:
            # A reference to a missing row; the database will report it.
            return ordered + waiting
        waiting = [row for row in waiting if row[key.column.name] not in placed]
    return ordered


def _continue_numbering(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the restored ones; SQLite does so by itself."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    highest = connection.execute(select(func.max(column))).scalar()
    if highest is not None:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
            {"table": f'"{table.name}"', "column": column.name, "highest": highest},
        )


def _to_json(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _from_json(table: Table, row: Mapping[str, Any]) -> Row:
    return {
        name: None if value is None else _typed(table.columns[name].type, value)
        for name, value in row.items()
        if name in table.columns
    }


def _typed(kind: TypeEngine[Any], value: Any) -> Any:
    if isinstance(kind, UtcDateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return dt.date.fromisoformat(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value

"""Parse catalogue tables: CSV files whose rows each state their source and status."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from data.domain.errors import Fault, InputError

FOLDER = Path(__file__).parent
T = TypeVar("T")
_ACTION = "Correct the catalogue file."


def read_table(path: Path, columns: tuple[str, ...], build: Callable[[Mapping[str, str]], T]) -> dict[str, T]:
    """Return the rows of a catalogue table by their `ref`, in file order.

    Parameters
    ----------
    columns
        Columns besides ``ref``, ``source`` and ``status``, which every table has.
    build
        Converts a row to a record; `ValueError` states what is wrong with the row.

    Raises
    ------
    InputError
        S401: invalid rows (one fault each); S402: the file is missing or lacks a column.
    """
    expected = {"ref", *columns, "source", "status"}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = sorted(expected - set(reader.fieldnames or ()))
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            Fault("S402", f"The catalogue file cannot be read: {error}.", _ACTION, path.name)
        ) from error
    if missing:
        cause = f"The catalogue file lacks {', '.join(missing)}."
        raise InputError(Fault("S402", cause, _ACTION, path.name))
    records: dict[str, T] = {}
    faults: list[Fault] = []
    for line, row in rows:
        try:
            _require_provenance(row, records)
            records[row["ref"]] = build(row)
        except ValueError as error:
            where = f"{path.name} line {line} ({row.get('ref') or 'no ref'})"
            faults.append(Fault("S401", f"A catalogue row is invalid: {error}.", _ACTION, where))
    if faults:
        raise InputError(faults)
    return records


def _require_provenance(row: Mapping[str, str | None], known: Mapping[str, object]) -> None:
    if None in row or None in row.values():
        raise ValueError("it has more or fewer cells than the header")
    for column in ("ref", "source", "status"):
        if not (row[column] or "").strip():
            raise ValueError(f"{column} is empty")
    if row["ref"] in known:
        raise ValueError("the ref occurs twice")


def number(row: Mapping[str, str], column: str, *, minimum: float = 0.0) -> float:
    """Parse a finite number of at least `minimum` from one cell; `ValueError` names the column."""
    try:
        value = float(row[column])
    except ValueError:
        raise ValueError(f"{column} is {row[column]!r}, not a number") from None
    if not minimum <= value < float("inf"):
        raise ValueError(f"{column} is {row[column]}, expected at least {minimum:g}")
    return value


def whole_number(row: Mapping[str, str], column: str, *, minimum: int = 0) -> int:
    """Parse a whole number of at least `minimum` from one cell; `ValueError` names the column."""
    value = number(row, column, minimum=minimum)
    if value != int(value):
        raise ValueError(f"{column} is {row[column]}, expected a whole number")
    return int(value)


def word_set(row: Mapping[str, str], column: str) -> frozenset[str]:
    """Parse the words of one cell, separated by spaces."""
    return frozenset(row[column].split())


def known(row: Mapping[str, str], column: str, words: tuple[str, ...]) -> str:
    """Return a cell that must be one of `words`; `ValueError` names the column."""
    if row[column] not in words:
        raise ValueError(f"{column} is {row[column]!r}, expected one of {', '.join(words)}")
    return row[column]

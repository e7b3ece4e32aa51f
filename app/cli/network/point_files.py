"""Read points from a CSV file with the header ``lon,lat``."""

from __future__ import annotations

import csv
from pathlib import Path

from app.cli.network.options import no_coordinate, position
from data.domain.errors import Fault, InputError
from data.domain.places import LonLat

_NAMES = ("name", "ref", "id")


def read_points(path: Path, *, most: int) -> list[LonLat]:
    """Return the positions of a file, whose other columns are ignored. See `named_points`."""
    return [place for _name, place in named_points(path, most=most)]


def named_points(path: Path, *, most: int) -> list[tuple[str, LonLat]]:
    """Return names and positions of a file's rows.

    Names are taken from the column ``name``, ``ref`` or ``id``; without one, they are line numbers (``line
    7``).

    Raises
    ------
    InputError
        N204: the file cannot be read, has no such header, or more than `most` points; N202: one fault for
        each row without valid coordinates.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns = [name.strip().lower() for name in reader.fieldnames or ()]
            reader.fieldnames = columns
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(_bad_points(path, f"it cannot be read: {error}")) from error
    for name in ("lon", "lat"):
        if columns.count(name) != 1:
            lacks = "lacks" if name not in columns else "has more than one"
            raise InputError(_bad_points(path, f"its header {lacks} {name}"))
    if not rows:
        raise InputError(_bad_points(path, "it holds no point"))
    if len(rows) > most:
        raise InputError(_too_many(path, len(rows), most))
    points: list[tuple[str, LonLat]] = []
    faults: list[Fault] = []
    for line, row in rows:
        try:
            place = position(row["lon"], row["lat"])
        except (ValueError, TypeError):
            shown = f"{row['lon'] or ''},{row['lat'] or ''}"
            faults.append(no_coordinate(shown, f"{path.name} line {line}"))
            continue
        named = next((text for name in _NAMES if (text := (row.get(name) or "").strip())), "")
        points.append((named or f"line {line}", place))
    if faults:
        raise InputError(faults)
    return points


def _too_many(path: Path, count: int, most: int) -> Fault:
    return Fault(
        "N204",
        f"{count} points are too many; {most} are taken (HUILIU_MAX_MATRIX_PLACES).",
        "Split the file, or raise the setting.",
        path.name,
    )


def _bad_points(path: Path, reason: str) -> Fault:
    return Fault(
        "N204", f"The points are invalid: {reason}.", "Give a CSV with the header lon,lat.", path.name
    )

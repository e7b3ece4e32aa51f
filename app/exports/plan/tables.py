"""A plan as tables: XLSX with several sheets, CSV of all stops."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.exports.plan.printable import PrintablePlan, PrintableRoute, PrintableStop
from app.exports.sanitize import Cell, book_cell, csv_cell
from app.exports.words import clock

_HEADER = PatternFill("solid", fgColor="E9F0F9")
_NARROW, _WIDE = 12, 34
_LONG = {"c-name", "c-address", "c-note", "c-items", "c-hazard", "c-reason", "c-window"}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name and columns as keys of the word catalogue, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_STOP = (
    "route", "c-plate", "c-driver", "h-number", "c-kind", "c-request", "c-name", "c-address", "c-arrive",
    "c-start", "c-depart", "c-window", "c-items", "c-kg", "c-litres", "c-aboard", "c-hazard", "c-note",
    "c-lon", "c-lat",
)  # fmt: skip


_ROUTE = (
    "route", "c-plate", "c-driver", "c-phone", "c-leaves", "c-back", "c-stops", "c-km", "c-hours",
    "c-driving",
    "c-kg", "c-litres", "c-load", "c-cost", "c-co2",
)  # fmt: skip
_LEFT_OUT = ("c-request", "c-name", "c-code", "c-reason", "c-lon", "c-lat")
_VEHICLE = (
    "c-vehicle", "c-plate", "c-class", "c-capacity-kg", "c-capacity-l", "c-shift-start", "c-shift-end",
    "c-driver",
)  # fmt: skip


def tables(day: PrintablePlan) -> list[Table]:
    """Return the tables of routes, stops, unassigned requests and vehicles."""
    stops = [_stop(day, route, stop) for route in day.routes for stop in route.stops]
    left_out = [(x.request, x.name, x.code, x.reason, x.place.lon, x.place.lat) for x in day.left_out]
    return [
        Table("sheet-routes", _ROUTE, tuple(_route(each) for each in day.routes)),
        Table("sheet-stops", _STOP, tuple(stops)),
        Table("sheet-left-out", _LEFT_OUT, tuple(left_out)),
        Table("sheet-vehicles", _VEHICLE, tuple(_vehicle(each) for each in day.routes)),
    ]


def workbook(day: PrintablePlan) -> bytes:
    """Return the tables as XLSX."""
    book = Workbook(write_only=True)
    for table in tables(day):
        sheet = book.create_sheet(day.words(f"export-{table.name}"))
        sheet.freeze_panes = "A2"
        for position, key in enumerate(table.columns, start=1):
            width = _WIDE if key in _LONG else _NARROW
            sheet.column_dimensions[get_column_letter(position)].width = width
        titles = [book_cell(sheet, title) for title in _titles(day, table.columns)]
        for cell in titles:
            cell.font, cell.fill = Font(bold=True), _HEADER
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(titles)
        for row in table.rows:
            sheet.append([book_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stops_csv(day: PrintablePlan) -> bytes:
    """Return stops, then unassigned requests, in one CSV table; UTF-8 with a byte order mark, for Excel."""
    out = io.StringIO(newline="")
    # All cells quoted: a program that separates by semicolons finds no cell boundary inside a text.
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*_titles(day, ("c-state", *_STOP, "c-code", "c-reason"))])
    for each in day.routes:
        for stop in each.stops:
            row = (day.words("export-state-planned"), *_stop(day, each, stop), "", "")
            writer.writerow([csv_cell(value) for value in row])
    for left in day.left_out:
        found: dict[str, Cell] = {
            "c-request": left.request, "c-name": left.name, "c-lon": left.place.lon, "c-lat": left.place.lat,
        }  # fmt: skip
        row = (day.words("export-state-left-out"), *(found.get(key) for key in _STOP), left.code, left.reason)
        writer.writerow([csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _titles(day: PrintablePlan, columns: Sequence[str]) -> list[str]:
    return [day.words(f"export-{key}", currency=day.currency) for key in columns]


def _route(route: PrintableRoute) -> tuple[Cell, ...]:
    return (
        route.number, route.plate, route.driver, route.phone, clock(route.leaves_s), clock(route.back_s),
        len(route.served), round(route.distance_m / 1000, 1), round(route.duration_s / 3600, 2),
        round(route.driving_s / 3600, 2), round(route.kg, 1), round(route.litres), route.load_percent,
        round(route.cost, 2), round(route.co2_kg, 2),
    )  # fmt: skip


def _vehicle(route: PrintableRoute) -> tuple[Cell, ...]:
    return (
        route.vehicle, route.plate, route.vehicle_class, route.capacity_kg, route.capacity_l,
        clock(route.shift[0]), clock(route.shift[1]), route.driver,
    )  # fmt: skip


def _stop(day: PrintablePlan, route: PrintableRoute, stop: PrintableStop) -> tuple[Cell, ...]:
    return (
        route.number, route.plate, route.driver, stop.number, day.words(f"export-kind-{stop.kind}"),
        stop.request, stop.name, stop.address, clock(stop.arrival_s), clock(stop.start_s),
        clock(stop.departure_s),
        spans(stop.windows), "; ".join(stop.items), stop.kg, stop.litres, stop.aboard_kg,
        " ".join([text for text in (stop.hazard, *stop.handling) if text]), stop.note,
        stop.place.lon if stop.place else None, stop.place.lat if stop.place else None,
    )  # fmt: skip


def spans(windows: Sequence[tuple[int, int]]) -> str:
    """Return windows as ``08:00–12:00``, separated by commas."""
    return ", ".join(f"{clock(start_s)}–{clock(end_s)}" for start_s, end_s in windows)

"""A scenario's result as a workbook: question and result, and a sheet per table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.exports.sanitize import book_cell
from app.exports.study.tables import (
    alternative_rows,
    calendar_rows,
    county_rows,
    place_rows,
    point_rows,
    stage_rows,
)
from app.exports.study.wording import choice_text, day_text, question_text, way_unit
from app.exports.words import Words
from app.services.studies.contents import point_names, priced_part, stages_of
from data.store.studies.tables import Scenario, Study

_HEADER = PatternFill("solid", fgColor="E9F0F9")
_SHARE, _WHOLE, _MONEY, _TENTH = "0.0%", "#,##0", "#,##0.00", "#,##0.0"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: title (a key of the word catalogue), width in characters, number format."""

    key: str
    title: str
    width: int = 12
    form: str = "General"


_NUMBER = _Column("number", "study-number-from-0")
_NAME = _Column("name", "study-name", 26)
_LON = _Column("lon", "study-longitude-deg-wgs-84", 14, "0.000000")
_LAT = _Column("lat", "study-latitude-deg-wgs-84", 14, "0.000000")
_WEEK: Final = (
    _Column("kg_per_week", "study-fetched-a-week-kg", 14, _WHOLE),
    _Column("trucks_per_week", "study-trucks-a-week-cny", 14, _MONEY),
    _Column("km_per_week", "study-driven-a-week-km", 14, _TENTH),
    _Column("co2_kg_per_week", "study-co2-a-week-kg", 14, _TENTH),
    _Column("hours_per_week", "study-on-the-road-a-week-h", 14, _TENTH),
)
_TONNE = _Column("cost_per_tonne", "study-cost-per-tonne-cny-t", 14, _MONEY)
_COLUMNS: Final[Mapping[str, tuple[_Column, ...]]] = {
    "stages": (
        _Column("stage", "study-column-stage", 8),
        _Column("open_from", "study-year", 8),
        _Column("points", "study-points-number"),
        _Column("new", "study-new-number"),
        _Column("covered", "study-covered-percent", 12, _SHARE),
        _Column("worst", "study-farthest-in", 12, _TENTH),
        _Column("mean", "study-average-in", 12, _TENTH),
        _Column("fixed", "study-fixed-cost-cny-a-year", 14, _MONEY),
        _TONNE,
    ),
    "places": (
        _NUMBER, _NAME, _Column("county", "study-county", 16), _Column("township", "study-township", 16),
        _LON, _LAT,
        _Column("kg_per_year", "study-demand-a-year-kg", 14, _WHOLE),
        _Column("way", "study-to-nearest-point", 14, _TENTH),
        _Column("point", "study-served-by-point-number", 14),
        _Column("point_name", "study-served-by-point", 26),
    ),
    "points": (
        _NUMBER, _NAME, _LON, _LAT,
        _Column("open", "study-open", 8),
        _Column("stage", "study-column-stage", 8),
        _Column("open_from", "study-year", 8),
        _Column("existing", "study-column-existing", 10),
        _Column("days", "study-collected-on", 30),
    ),
    "alternatives": (
        _Column("name", "study-choice", 22),
        _Column("points", "study-points-number"),
        _Column("share_fetched", "study-fetched-percent", 12, _SHARE),
        _TONNE,
        _Column("cost_per_week", "study-all-costs-a-week-cny", 14, _MONEY),
        *_WEEK,
        _Column("not_fetched", "study-cannot-be-done-stops"),
        _Column("cheapest", "study-cheapest", 10),
    ),
    "counties": (
        _Column("county", "study-county", 20),
        _Column("points", "study-points-number"),
        _TONNE, *_WEEK,
    ),
    "calendar": (
        _Column("day", "study-day", 14),
        _Column("point", "study-point", 26),
        _NUMBER,
        _Column("kg", "study-mass-kg", 12, _WHOLE),
    ),
}  # fmt: skip
Row = Mapping[str, Any]


def workbook(study: Study, scenario: Scenario, words: Words) -> bytes:
    """Return figures, places and points; the stages, if any; vehicle figures of a priced scenario."""
    book = Workbook(write_only=True)
    _append_figures(book, study, scenario, words)
    unit = way_unit(study)[0]
    for name, rows in _tables(study, scenario, words):
        sheet = book.create_sheet(words(f"study-sheet-{name}"))
        given = {key for row in rows for key in row}
        columns = [column for column in _COLUMNS[name] if column.key in given]
        sheet.freeze_panes = "A2"
        for position, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = column.width
        titles = [words(column.title, unit=unit) for column in columns]
        sheet.append([_title(sheet, title) for title in titles])
        for row in rows:
            sheet.append([_cell(sheet, row.get(column.key), column.form, words) for column in columns])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _tables(study: Study, scenario: Scenario, words: Words) -> Iterable[tuple[str, Sequence[Row]]]:
    pricing = priced_part(scenario)
    weeks = pricing["terms"]["weeks"] if pricing else 1
    if stages_of(scenario):
        yield "stages", [_in_unit(study, row, "worst", "mean") for row in stage_rows(scenario)]
    names = point_names(study)
    yield (
        "places",
        [
            _in_unit(study, row | {"way": row[study.measure]}, "way")
            | {"point_name": "" if row["point"] is None else names[row["point"]]}
            for row in place_rows(study, scenario)
        ],
    )
    calendar = calendar_rows(study, scenario)
    called: dict[int, list[str]] = {}
    for row in calendar:
        called.setdefault(row["number"], []).append(day_text(words, row["day"], weeks))
    yield (
        "points",
        [
            row | {"days": " ".join(dict.fromkeys(called.get(row["number"], ())))}
            for row in point_rows(study, scenario)
        ],
    )
    if not pricing:
        return
    named = [choice_text(words, scenario, pricing, number) for number in range(len(pricing["alternatives"]))]
    choices = zip(alternative_rows(pricing), named, strict=True)
    yield "alternatives", [row | {"name": name} for row, name in choices]
    yield "counties", county_rows(pricing)
    yield "calendar", [row | {"day": day_text(words, row["day"], weeks)} for row in calendar]


def _append_figures(book: Workbook, study: Study, scenario: Scenario, words: Words) -> None:
    sheet = book.create_sheet(words("study-sheet-figures"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 60
    for title, value, form in _figures(study, scenario, words):
        if value is not None:
            cell = _cell(sheet, value, form, words)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            sheet.append([_title(sheet, title), cell])


def _figures(study: Study, scenario: Scenario, words: Words) -> list[tuple[str, Any, str]]:
    found = _in_unit(study, scenario.figures, "worst", "mean", "within")
    unit, terms = way_unit(study)[0], scenario.question.get("collection") or {}
    named = f"{scenario.letter} {scenario.name}".strip()
    method = priced_part(scenario).get("method", {})
    return [
        (words("study-study"), study.name, ""),
        (words("study-scenario"), named, ""),
        (words("study-question"), question_text(study, scenario, words), ""),
        (words("study-demand-a-year-kg"), study.kg_per_year, _WHOLE),
        (words("study-points-number"), found.get("points"), _WHOLE),
        (words("study-covered-within", unit=unit), found.get("within"), _TENTH),
        (words("study-covered-percent"), found.get("covered"), _SHARE),
        (words("study-farthest-in", unit=unit), found.get("worst"), _TENTH),
        (words("study-average-in", unit=unit), found.get("mean"), _TENTH),
        (words("study-without-a-way-places"), found.get("unreachable"), _WHOLE),
        (words("study-fixed-cost-cny-a-year"), found.get("fixed"), _MONEY),
        (words("study-gap-percent"), found.get("gap"), "0.0###%"),
        (words("study-cost-per-tonne-cny-t"), found.get("cost_per_tonne"), _MONEY),
        (words("study-all-costs-a-week-cny"), found.get("cost_per_week"), _MONEY),
        (words("study-driven-a-week-km"), found.get("km_per_week"), _TENTH),
        (words("study-co2-a-week-kg"), found.get("co2_kg_per_week"), _TENTH),
        (words("study-fetched-percent"), found.get("share_fetched"), _SHARE),
        (words("study-vehicle-class"), terms.get("vehicle_class"), ""),
        (words("study-trucks-number"), terms.get("trucks"), _WHOLE),
        (words("study-a-container-holds-kg"), terms.get("container_kg"), _WHOLE),
        (words("study-how-it-is-worked-out"), method.get(words.language) or method.get("en"), ""),
    ]


def _in_unit(study: Study, row: Row, *keys: str) -> dict[str, Any]:
    """Return the row with its travel costs in minutes or kilometres."""
    per = way_unit(study)[1]
    ways = {key: row[key] / per for key in keys if row.get(key) is not None}
    return {**row, **ways}


def _title(sheet: Any, text: str) -> Any:
    cell = book_cell(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEADER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any, form: str, words: Words) -> Any:
    if isinstance(value, bool):
        value = words("study-yes") if value else ""
    known = isinstance(value, int | float) or value is None
    cell = book_cell(sheet, value if known else str(value))
    if known and form:
        cell.number_format = form
    return cell

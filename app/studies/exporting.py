"""A scenario's answer for other programs: GeoJSON for maps, XLSX for tables."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data.store.studies import Scenario, Study

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def geojson(study: Study, scenario: Scenario) -> dict[str, Any]:
    """Places with how far their point is, and points with whether they are open."""
    features = [_feature(row) for row in [*_place_rows(study, scenario), *_point_rows(study, scenario)]]
    return {"type": "FeatureCollection", "name": study.name, "features": features}


def workbook(study: Study, scenario: Scenario) -> bytes:
    """Three sheets: figures, places, points."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    for key, value in {"study": study.name, **scenario.question, **scenario.figures}.items():
        sheet.append([_text(key), _cell(value)])
    for title, rows in (
        ("places", _place_rows(study, scenario)),
        ("points", _point_rows(study, scenario)),
    ):
        sheet = book.create_sheet(title)
        if rows:
            sheet.append(list(rows[0]))
            for row in rows:
                sheet.append([_cell(value) for value in row.values()])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _place_rows(study: Study, scenario: Scenario) -> list[dict[str, Any]]:
    keys, answer = study.keys, scenario.found or {}
    assignment, nearest = answer.get("assignment", []), answer.get("nearest", [])
    rows = []
    for number, (lon, lat) in enumerate(keys["places"]):
        rows.append({
            "kind": "place",
            "number": number,
            "name": keys["names"][number],
            "county": keys["groups"][number],
            "township": keys["townships"][number],
            "lon": lon,
            "lat": lat,
            "kg_per_year": keys["weights"][number],
            study.measure: nearest[number] if number < len(nearest) else None,
            "point": assignment[number] if number < len(assignment) else None,
        })  # fmt: skip
    return rows


def _point_rows(study: Study, scenario: Scenario) -> list[dict[str, Any]]:
    keys, answer = study.keys, scenario.found or {}
    opened, existing = set(answer.get("open", [])), set(keys.get("existing", []))
    names = keys.get("site_names", keys["names"])
    return [
        {
            "kind": "point",
            "number": number,
            "name": names[number],
            "lon": lon,
            "lat": lat,
            "open": number in opened,
            "existing": number in existing,
        }
        for number, (lon, lat) in enumerate(keys.get("candidates", keys["places"]))
    ]


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if key not in ("lon", "lat")}
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float | bool) or value is None else _text(str(value))


def _text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return "'" + clean if clean.startswith(_FORMULA) else clean

"""A scenario's answer for other programs: GeoJSON for maps, XLSX for tables."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from app.papers.cells import book_cell
from app.studies.contents import point_names, positions, priced_part
from data.store.studies import Scenario, Study


def geojson(study: Study, scenario: Scenario) -> dict[str, Any]:
    """Places with how far their point is, and points with whether they are open."""
    features = [_feature(row) for row in [*_place_rows(study, scenario), *_point_rows(study, scenario)]]
    return {"type": "FeatureCollection", "name": study.name, "features": features}


def workbook(study: Study, scenario: Scenario) -> bytes:
    """Figures, places and points; and of a priced scenario its alternatives, counties and calendar."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    pricing = priced_part(scenario)
    terms = {f"collection {key}": value for key, value in (scenario.question.get("collection") or {}).items()}
    asked = {key: value for key, value in scenario.question.items() if key != "collection"}
    methods = {f"method {language}": text for language, text in pricing.get("method", {}).items()}
    for key, value in {"study": study.name, **asked, **terms, **scenario.figures, **methods}.items():
        sheet.append([_cell(sheet, key), _cell(sheet, value)])
    sheets = [("places", _place_rows(study, scenario)), ("points", _point_rows(study, scenario))]
    if pricing:
        sheets += [
            ("alternatives", alternative_rows(pricing)),
            ("counties", county_rows(pricing)),
            ("calendar", calendar_rows(study, scenario)),
        ]
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        if rows:
            sheet.append(list(rows[0]))
            for row in rows:
                sheet.append([_cell(sheet, value) for value in row.values()])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def alternative_rows(pricing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row per choice that was priced, the scenario's own first; figures of a week."""
    return [
        {
            "name": each["name"], "points": each["points"], "share_fetched": each["share_fetched"],
            "cost_per_tonne": each["cost_per_tonne"], "cost_per_week": each["cost_per_week"],
            "trucks_per_week": each["week"]["cost"], "kg_per_week": each["week"]["kg"],
            "km_per_week": each["week"]["km"], "co2_kg_per_week": each["week"]["co2_kg"],
            "hours_per_week": each["week"]["hours"], "not_fetched": len(each["left_out"]),
            "cheapest": number == pricing["cheapest"],
        }
        for number, each in enumerate(pricing["alternatives"])
    ]  # fmt: skip


def county_rows(pricing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The scenario's own choice by county; figures of a week."""
    return [{"county": name, **each} for name, each in pricing["alternatives"][0]["by_county"].items()]


def calendar_rows(study: Study, scenario: Scenario) -> list[dict[str, Any]]:
    """A row per visit of the calendar, by day; Monday is 1."""
    names = point_names(study)
    rows = [
        {
            "week": visit["day"] // 7 + 1,
            "weekday": visit["day"] % 7 + 1,
            "point": names[entry["column"]],
            "number": entry["column"],
            "kg": visit["kg"],
        }
        for entry in priced_part(scenario).get("calendar", ())
        for part in entry["parts"]
        for visit in part
    ]
    return sorted(rows, key=lambda row: (row["week"], row["weekday"], row["number"]))


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
    names = point_names(study)
    called: dict[int, list[str]] = {}
    for row in calendar_rows(study, scenario):
        called.setdefault(row["number"], []).append(f"{row['week']}.{row['weekday']}")
    return [
        {
            "kind": "point",
            "number": number,
            "name": names[number],
            "lon": place.lon,
            "lat": place.lat,
            "open": number in opened,
            "existing": number in existing,
            "visits": " ".join(called.get(number, ())),
        }
        for number, place in enumerate(positions(keys)[1])
    ]


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if key not in ("lon", "lat")}
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _cell(sheet: Any, value: Any) -> Any:
    return book_cell(sheet, value if isinstance(value, int | float) or value is None else str(value))

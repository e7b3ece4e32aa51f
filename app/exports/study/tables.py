"""A scenario's result for other programs: rows of its tables, and GeoJSON for maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.services.studies.contents import opened_in, point_names, positions, priced_part, stages_of
from data.store.studies.tables import Scenario, Study


def geojson(study: Study, scenario: Scenario) -> dict[str, Any]:
    """Return places with the travel cost to their point, and points with their state."""
    features = [_feature(row) for row in [*place_rows(study, scenario), *point_rows(study, scenario)]]
    return {"type": "FeatureCollection", "name": study.name, "features": features}


def alternative_rows(pricing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row per priced alternative, the scenario's own first; figures per week."""
    return [
        {
            "points": each["points"], "share_fetched": each["share_fetched"],
            "cost_per_tonne": each["cost_per_tonne"], "cost_per_week": each["cost_per_week"],
            "trucks_per_week": each["week"]["cost"], "kg_per_week": each["week"]["kg"],
            "km_per_week": each["week"]["km"], "co2_kg_per_week": each["week"]["co2_kg"],
            "hours_per_week": each["week"]["hours"], "not_fetched": len(each["left_out"]),
            "cheapest": number == pricing["cheapest"],
        }
        for number, each in enumerate(pricing["alternatives"])
    ]  # fmt: skip


def county_rows(pricing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the figures of the scenario's own alternative by county, per week."""
    return [
        {
            "county": name, "points": each["points"], "cost_per_tonne": each["cost_per_tonne"],
            "trucks_per_week": each["cost"], "kg_per_week": each["kg"], "km_per_week": each["km"],
            "co2_kg_per_week": each["co2_kg"], "hours_per_week": each["hours"],
        }
        for name, each in pricing["alternatives"][0]["by_county"].items()
    ]  # fmt: skip


def stage_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """Return a row per stage: open points, demand covered, and vehicle costs if known."""
    pricing = priced_part(scenario)
    rows: list[dict[str, Any]] = []
    before = 0
    for number, stage in enumerate(stages_of(scenario), start=1):
        points, figures = len(stage["open"]), stage["figures"]
        row = {"stage": number, "open_from": stage.get("year"), "points": points, "new": points - before}
        row |= {key: figures.get(key) for key in ("covered", "worst", "mean", "fixed") if key in figures}
        if "stages" in pricing and (priced := pricing["stages"][number - 1]["alternative"]) is not None:
            row["cost_per_tonne"] = pricing["alternatives"][priced]["cost_per_tonne"]
        before = points
        rows.append(row)
    return rows


def calendar_rows(study: Study, scenario: Scenario) -> list[dict[str, Any]]:
    """Return a row per visit of the calendar, by `day` (0 its first Monday); `number` is the column."""
    names = point_names(study)
    rows = [
        {
            "day": visit["day"],
            "point": names[entry["column"]],
            "number": entry["column"],
            "kg": visit["kg"],
        }
        for entry in priced_part(scenario).get("calendar", ())
        for part in entry["parts"]
        for visit in part
    ]
    return sorted(rows, key=lambda row: (row["day"], row["number"]))


def place_rows(study: Study, scenario: Scenario) -> list[dict[str, Any]]:
    """Return a row per place: position, demand and travel cost to its point."""
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


def point_rows(study: Study, scenario: Scenario) -> list[dict[str, Any]]:
    """Return a row per point: state, first stage, and days of collection (week.weekday)."""
    keys, answer = study.keys, scenario.found or {}
    opened, existing = set(answer.get("open", [])), set(keys.get("existing", []))
    names = point_names(study)
    called: dict[int, list[str]] = {}
    for row in calendar_rows(study, scenario):
        called.setdefault(row["number"], []).append(f"{row['day'] // 7 + 1}.{row['day'] % 7 + 1}")
    staged, stages = opened_in(scenario), stages_of(scenario)
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
        | (_of_stage(staged.get(number), stages) if stages else {})
        for number, place in enumerate(positions(keys)[1])
    ]


def _of_stage(number: int | None, stages: list[dict[str, Any]]) -> dict[str, Any]:
    return {"stage": number, "open_from": None if number is None else stages[number - 1].get("year")}


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if key not in ("lon", "lat")}
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {"type": "Feature", "geometry": point, "properties": properties}

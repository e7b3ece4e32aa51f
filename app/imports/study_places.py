"""Import of places for a coverage study: CSV or XLSX tables, or GeoJSON points with the same columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from app.imports import cells
from app.imports.columns import Column, Record, place_columns, read_records
from app.imports.tables import MOST_ROWS, Table, read_table
from app.services.places import to_wgs84
from data.domain.errors import Fault, InputError
from network.coverage.demand import StudyPlace

ROLES = {
    "place": "place", "demand": "place", "村": "place", "需求点": "place",
    "candidate": "candidate", "候选": "candidate", "候选点": "candidate",
    "existing": "existing", "现有": "existing", "现有网点": "existing",
}  # fmt: skip
MOST = 1e12


def _amount(unit: str, factor: float = 1.0) -> Callable[[str], float]:
    read = cells.number(0, MOST, unit)
    return lambda cell: read(cell) * factor


COLUMNS = (
    Column(key="ref", zh=("编号", "编码", "code"), read=cells.text(64), default=""),
    Column(key="name", zh=("名称", "村名", "地点"), read=cells.text(200), default=""),
    Column(key="kind", zh=("类型", "类别"), read=cells.choice(ROLES), default="place"),
    *place_columns(required=True),
    Column(key="county", zh=("县", "区县", "县区"), read=cells.text(100), default=""),
    Column(key="township", zh=("乡镇", "街道"), read=cells.text(100), default=""),
    Column(key="population", zh=("人口", "人数"), read=_amount("persons")),
    Column(key="households", zh=("户数",), read=_amount("households")),
    Column(key="tonnes", zh=("吨", "年吨数", "年产生量吨"), read=_amount("t", 1000.0)),
    Column(key="capacity_tonnes", zh=("年处理能力吨", "能力吨"), read=_amount("t", 1000.0)),
    Column(key="fixed_cost", zh=("固定成本", "年固定成本"), read=_amount("CNY")),
)


def read_study_places(content: bytes, file_name: str) -> tuple[list[StudyPlace], list[Fault]]:
    """Read the places of a file, and the faults of the rows that are set aside.

    Raises
    ------
    InputError
        I201, I202, I203: nothing of the file can be used.
    """
    is_geojson = content.lstrip()[:1] == b"{"
    table = _geojson_table(content, file_name) if is_geojson else read_table(content, file_name)
    records = read_records(table, COLUMNS, file_name)
    return [_place(record) for record in records.good], records.faults


def _place(record: Record) -> StudyPlace:
    return StudyPlace(
        ref=record["ref"],
        name=record["name"],
        at=to_wgs84(record["lon"], record["lat"], record["datum"]),
        role=record["kind"],
        county=record["county"],
        township=record["township"],
        persons=record["population"],
        households=record["households"],
        kg_per_year=record["tonnes"],
        capacity_kg_per_year=record["capacity_tonnes"],
        fixed=record["fixed_cost"],
        where=record.where,
    )


def _geojson_table(content: bytes, file_name: str) -> Table:
    """Return the points of a feature collection as a table; `number` counts features from 1."""
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
        rows = [_feature(feature) for feature in features[: MOST_ROWS + 1]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        cause = f"{file_name} is not a GeoJSON feature collection."
        raise InputError(Fault("I201", cause, "Export it as a FeatureCollection.", file_name)) from error
    if len(rows) > MOST_ROWS:
        cause = f"{file_name} has more than {MOST_ROWS} features."
        raise InputError(Fault("I202", cause, "Split it.", file_name))
    names = dict.fromkeys(name for row in rows for name in row)
    header = tuple(dict.fromkeys(["lon", "lat", *names]))
    table = [(number, tuple(row.get(name, "") for name in header)) for number, row in enumerate(rows, 1)]
    return Table(header, tuple(table))


def _feature(feature: dict[str, Any]) -> dict[str, str]:
    """Return the cells of a feature; one that is not a point has no coordinates, which is reported."""
    geometry, properties = feature.get("geometry") or {}, feature.get("properties") or {}
    row = {str(name): _cell(value) for name, value in properties.items() if name not in ("lon", "lat")}
    if geometry.get("type") == "Point":
        row["lon"], row["lat"] = (str(part) for part in geometry["coordinates"][:2])
    return row


def _cell(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

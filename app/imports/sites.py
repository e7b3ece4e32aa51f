"""Sites: sorting centres first of all, then the places that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from app.imports import cells
from app.imports.columns import Column, Record
from app.imports.context import ImportContext
from app.imports.place_columns import access_columns, place_columns, place_of
from app.imports.place_faults import written_wrong
from app.imports.result import ImportResult, put
from data.domain.errors import Fault
from data.domain.materials import LOAD_TYPES
from data.store.network.sites import Site, SiteKind

KIND_WORDS = {kind.value: kind for kind in SiteKind} | {
    "分拣中心": SiteKind.SORTING_CENTRE,
    "回收网点": SiteKind.COLLECTION_POINT,
    "乡镇网点": SiteKind.TOWNSHIP_POINT,
    "村级网点": SiteKind.VILLAGE_POINT,
    "机构": SiteKind.INSTITUTION,
    "单位": SiteKind.INSTITUTION,
    "住户": SiteKind.HOUSEHOLD,
    "拆解企业": SiteKind.DISMANTLER,
    "处理设施": SiteKind.FACILITY,
}
MOST_UNLOAD_MIN = 480


def _load_types(cell: str) -> list[str]:
    kinds = cells.words(cell)
    unknown = [kind for kind in kinds if kind not in LOAD_TYPES]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: expected some of {', '.join(LOAD_TYPES)}")
    return kinds


COLUMNS = (
    Column(key="ref", zh=("编号", "编码"), read=cells.reference(64, least=1), required=True),
    Column(key="kind", zh=("类型", "类别"), read=cells.choice(KIND_WORDS), required=True),
    Column(key="name_zh", zh=("名称", "中文名称", "站点名称"), read=cells.text(200), default=""),
    Column(key="name_en", zh=("英文名称",), read=cells.text(200), default=""),
    *place_columns(required=True),
    Column(key="address", zh=("地址",), read=cells.text(500), default=""),
    Column(key="windows", zh=("开放时间", "营业时间"), read=cells.spans, default=()),
    Column(key="accepts", zh=("接收类别",), read=_load_types),
    Column(key="unload_min", zh=("卸货分钟",), read=cells.whole(0, MOST_UNLOAD_MIN, "min"), default=0),
    *access_columns(),
    Column(key="network", zh=("路网",), read=cells.text(64)),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.reference(64)),
)


def store_sites(
    session: Session, records: Sequence[Record], result: ImportResult, context: ImportContext
) -> None:
    """Store sites by reference; centres before the sites that name them.

    Faults: I206 the centre named does not exist, I207 the reference stands twice, I208 no name,
    I214 a place that cannot be right.
    """
    organisation_id = context.organisation_id
    known = {
        row.ref: row for row in session.exec(select(Site).where(Site.organisation_id == organisation_id))
    }
    seen: dict[str, int] = {}
    # Centres first: a site may stand above its centre in the file.
    for record in sorted(records, key=lambda entry: entry["kind"] is not SiteKind.SORTING_CENTRE):
        misplaced = written_wrong(record)
        fault = misplaced[0] if misplaced else _fault(record, known, seen)
        if fault is not None:
            result.faults.append(fault)
            if misplaced:
                context.spot(record)
            continue
        seen[record["ref"]] = record.row
        row = known.get(record["ref"])
        values = _values(record, known)
        if row is None:
            place = place_of(record)
            row = Site(
                organisation_id=organisation_id, ref=record["ref"], kind=record["kind"],
                name_zh="", name_en="", lon=place.lon, lat=place.lat,
            )  # fmt: skip
            put(session, row, values, result, is_new=True)
            session.flush()
            known[row.ref] = row
        else:
            put(session, row, values, result, is_new=False)


def _fault(record: Record, known: dict[str, Site], seen: dict[str, int]) -> Fault | None:
    ref, centre = record["ref"], record["centre"]
    if ref in seen:
        cause = f"The reference {ref} already stands in row {seen[ref]}."
        return record.fault("I207", cause, "Give every site a reference of its own.", "ref")
    if not record["name_zh"] and not record["name_en"]:
        return Fault(
            "I208", f"Site {ref} has no name.", "Give it a Chinese or an English name.", record.where
        )
    if centre and (centre not in known or known[centre].kind is not SiteKind.SORTING_CENTRE):
        cause = f"There is no sorting centre {centre!r}."
        return record.fault("I206", cause, "Import the centre first, or correct the reference.", "centre")
    return None


def _values(record: Record, known: dict[str, Site]) -> dict[str, Any]:
    place = place_of(record)
    is_centre = record["kind"] is SiteKind.SORTING_CENTRE
    values = {
        "kind": record["kind"],
        "name_zh": record["name_zh"] or record["name_en"],
        "name_en": record["name_en"] or record["name_zh"],
        "lon": place.lon,
        "lat": place.lat,
        "address": record["address"],
        "windows": [list(window) for window in record["windows"]],
        "accepts": record["accepts"],
        "unload_s": round(record["unload_min"] * 60),
        "max_mass_t": record["max_mass_t"],
        "max_height_m": record["max_height_m"],
        "centre_id": known[record["centre"]].id if record["centre"] and not is_centre else None,
        "retired_at": None,
    }
    if is_centre and "network" in record.given:
        # Left alone where the table does not say: roads are usually chosen elsewhere.
        values["network"] = record["network"]
    return values

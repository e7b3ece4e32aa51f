"""Import of sites: sorting centres, and the places that belong to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from app.imports import cells
from app.imports.columns import Column, Record, access_columns, place_columns
from app.imports.result import ImportResult, enter_rows
from app.services.fleet.sites import SiteInput, enter_sites
from app.services.places import RoadContext
from app.services.results import KEEP, EntryResult
from data.domain.limits import MAX_UNLOAD_S
from data.domain.materials import LOAD_TYPES
from data.store.network.sites import SiteKind

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
    Column(key="unload_min", zh=("卸货分钟",), read=cells.whole(0, MAX_UNLOAD_S // 60, "min"), default=0),
    *access_columns(),
    Column(key="network", zh=("路网",), read=cells.text(64)),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.reference(64)),
)


def import_sites(
    session: Session, organisation_id: int, records: Sequence[Record], _roads: RoadContext
) -> ImportResult:
    """Enter the sites of a table; faults: I207, and those of `enter_sites`."""

    def enter(sites: list[SiteInput], set_aside: Collection[int]) -> list[EntryResult]:
        return enter_sites(session, organisation_id, sites, set_aside=set_aside)

    return enter_rows(records, _read, enter)


def _read(record: Record) -> SiteInput:
    is_centre = record["kind"] is SiteKind.SORTING_CENTRE
    return SiteInput(
        ref=record["ref"], kind=record["kind"], name_zh=record["name_zh"], name_en=record["name_en"],
        lon=record["lon"], lat=record["lat"], datum=record["datum"], address=record["address"],
        windows=tuple(record["windows"]), accepts=record["accepts"],
        unload_s=round(record["unload_min"] * 60), max_mass_t=record["max_mass_t"],
        max_height_m=record["max_height_m"], centre=record["centre"],
        # Unchanged if the table does not state it: networks are usually chosen elsewhere.
        network=record["network"] if is_centre and "network" in record.written else KEEP,
    )  # fmt: skip

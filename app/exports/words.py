"""Words of sheets and tables, in Chinese and English, and times and amounts as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "route_sheet": ("行车单", "Route sheet"),
    "route": ("路线", "Route"),
    "draft": ("草稿，尚未发布", "DRAFT, not published"),
    "published": ("已发布", "published"),
    "synthetic": ("演示数据", "made-up data"),
    "no_driver": ("未指定司机", "no driver"),
    "leaves": ("出发 {at}", "leaves {at}"),
    "back": ("返回 {at}", "back {at}"),
    "stops_count": ("{n} 站", "{n} stops"),
    "driving": ("行驶 {long}", "driving {long}"),
    "scan": ("扫码打开行程", "Scan to open"),
    "straight": ("线路未取得道路形状，按直线画出", "Drawn straight: this route has no road shape yet"),
    "page": ("第 {n} 页，共 {of} 页", "page {n} of {of}"),
    "no_routes": ("此方案没有路线。", "This plan has no route."),
    "any_time": ("全天", "any time"),
    "note": ("备注：{note}", "Note: {note}"),
    "h_number": ("站", "Stop"),
    "h_time": ("到达 · 时间窗", "Arrive · window"),
    "h_place": ("地点", "Place"),
    "h_goods": ("物品", "Items"),
    "h_received": ("实收 kg", "Weighed kg"),
    "kind_depot": ("分拣中心", "sorting centre"),
    "kind_collect": ("收运", "pickup"),
    "kind_pickup": ("取货", "pickup"),
    "kind_deliver": ("送货", "delivery"),
    "kind_unload": ("卸货", "unload"),
    "kind_rest": ("休息", "rest"),
    "kind_break": ("午休", "break"),
    "kind_charge": ("充电", "charging"),
    "damaged_battery": (
        "破损电池：没有车辆和人员资质、没有防漏阻燃包装和记录，不得装车。",
        "Damaged battery: do not load without the truck's and crew's certificates, sealed fire-resistant "
        "packing and a record of it.",
    ),
    "undiagnosable_battery": (
        "状况不明的电池：按破损电池处理，没有资质、包装和记录不得装车。",
        "Battery of unknown condition: treat as damaged; do not load without certificates, packing and "
        "a record of it.",
    ),
    "critical_battery": (
        "危险电池：不得装车，立即联系调度员。",
        "Critical battery: do not load it. Call the dispatcher at once.",
    ),
    "condition_intact": ("完好", "intact"),
    "condition_undiagnosable": ("状况不明", "condition unknown"),
    "condition_damaged": ("破损", "damaged"),
    "condition_critical": ("危险", "critical"),
    "state_planned": ("已排入", "planned"),
    "state_left_out": ("未排入", "left out"),
    "sheet_routes": ("路线", "Routes"),
    "sheet_stops": ("站点", "Stops"),
    "sheet_left_out": ("未排入", "Left out"),
    "sheet_vehicles": ("车辆", "Vehicles"),
    "c_state": ("状态", "State"),
    "c_plate": ("车牌", "Plate"),
    "c_vehicle": ("车辆编号", "Vehicle"),
    "c_class": ("车型", "Class"),
    "c_driver": ("司机", "Driver"),
    "c_phone": ("司机电话", "Driver's phone"),
    "c_leaves": ("出发时刻", "Leaves (h:min)"),
    "c_back": ("返回时刻", "Back (h:min)"),
    "c_stops": ("站数", "Stops (number)"),
    "c_km": ("里程 (km)", "Distance (km)"),
    "c_hours": ("工时 (h)", "On the road (h)"),
    "c_driving": ("行驶 (h)", "Driving (h)"),
    "c_kg": ("重量 (kg)", "Mass (kg)"),
    "c_litres": ("体积 (L)", "Volume (L)"),
    "c_load": ("装载率 (%)", "Load (%)"),
    "c_cost": ("费用 ({currency})", "Cost ({currency})"),
    "c_co2": ("CO₂ (kg)", "CO₂ (kg)"),
    "c_kind": ("类别", "Kind"),
    "c_request": ("需求编号", "Request"),
    "c_name": ("名称", "Name"),
    "c_address": ("地址", "Address"),
    "c_note": ("备注", "Note"),
    "c_arrive": ("到达时刻", "Arrive (h:min)"),
    "c_start": ("开始时刻", "Begin (h:min)"),
    "c_depart": ("离开时刻", "Leave (h:min)"),
    "c_window": ("时间窗", "Windows (h:min)"),
    "c_items": ("物品", "Items"),
    "c_hazard": ("注意", "Take care"),
    "c_aboard": ("离开时车上 (kg)", "Aboard when leaving (kg)"),
    "c_lon": ("经度 (° WGS-84)", "Longitude (° WGS-84)"),
    "c_lat": ("纬度 (° WGS-84)", "Latitude (° WGS-84)"),
    "c_code": ("代码", "Code"),
    "c_reason": ("原因（英文）", "Reason"),
    "c_capacity_kg": ("载重 (kg)", "Capacity (kg)"),
    "c_capacity_l": ("容积 (L)", "Capacity (L)"),
    "c_shift_start": ("上班时刻", "Shift begins (h:min)"),
    "c_shift_end": ("下班时刻", "Shift ends (h:min)"),
    "files": ("打印和导出", "Print and export"),
    "all_sheets": ("全部行车单 (PDF)", "All route sheets (PDF)"),
    "one_sheet": ("行车单 (PDF)", "Route sheet (PDF)"),
    "to_plan": ("返回方案", "Back to the plan"),
    "left_out": ("未排入的需求", "Left out"),
    "this_page": ("本页也可直接打印。", "This page can be printed too."),
}
"""Key → (Chinese, English)."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language, ``zh`` or ``en``."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        return self.of(*WORDS[key]).format(**values)

    def of(self, chinese: str, english: str) -> str:
        """Which of two names it is; the other where that one is empty."""
        return (chinese or english) if self.language == "zh" else (english or chinese)


def clock(moment_s: int | None) -> str:
    """Time of day; after midnight with the days gone by, as ``01:05+1``. Empty for None."""
    if moment_s is None:
        return ""
    days, rest_s = divmod(moment_s, 86_400)
    return f"{rest_s // 3600:02}:{rest_s % 3600 // 60:02}" + (f"+{days}" if days else "")


def long(duration_s: int) -> str:
    """A duration as ``1:05 h``, or ``20 min`` below an hour."""
    minutes = round(duration_s / 60)
    return f"{minutes // 60}:{minutes % 60:02} h" if minutes >= 60 else f"{minutes} min"


def amount(value: float) -> str:
    """A mass or a volume, rounded as people read it."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"

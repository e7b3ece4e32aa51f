"""The columns of a table of requests: one row per material."""

from __future__ import annotations

from app.imports import cells
from app.imports.columns import Column
from app.imports.place_columns import access_columns, place_columns
from data.store.requests.pickup_requests import Condition

MOST_QUANTITY = 10_000
MOST_UNIT_KG = 2_000
MOST_KG, MOST_L = 60_000, 200_000
CONDITION_WORDS = {condition.value: condition for condition in Condition} | {
    "完好": Condition.INTACT,
    "破损": Condition.DAMAGED,
    "无法判定": Condition.UNDIAGNOSABLE,
    "危急": Condition.CRITICAL,
}
COLUMNS = (
    Column(key="ref", zh=("编号", "需求编号", "单号"), read=cells.reference(64, least=1), required=True),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.reference(64)),
    Column(key="date", zh=("日期", "回收日期"), read=cells.day),
    Column(key="site", zh=("站点", "站点编号"), read=cells.reference(64)),
    Column(key="name", zh=("名称", "客户", "客户名称"), read=cells.text(200)),
    *place_columns(required=False),
    Column(key="address", zh=("地址",), read=cells.text(500), default=""),
    Column(key="windows", zh=("时间窗", "可上门时间"), read=cells.spans, default=()),
    Column(key="priority", zh=("优先级",), read=cells.whole(0, 100), default=50),
    Column(key="due_date", zh=("截止日期", "最迟日期"), read=cells.day),
    Column(key="mandatory", zh=("必须", "必收"), read=cells.flag, default=False),
    *access_columns(),
    Column(key="note", zh=("备注",), read=cells.text(1000), default=""),
    Column(key="material", zh=("物品", "品类", "物料"), read=cells.text(200), required=True),
    Column(key="quantity", zh=("数量",), read=cells.whole(1, MOST_QUANTITY), required=True),
    Column(
        key="condition", zh=("状态", "状况"), read=cells.choice(CONDITION_WORDS), default=Condition.INTACT
    ),
    Column(key="kg", zh=("重量", "重量kg"), read=cells.number(0, MOST_KG, "kg")),
    Column(key="litres", zh=("体积", "体积l"), read=cells.number(0, MOST_L, "L")),
    Column(key="packing", zh=("包装",), read=cells.text(200), default=""),
)

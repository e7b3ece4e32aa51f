"""What the cells of each column may hold, in words: for the template, and beside a cell that is wrong."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "ref": ("自己的编号,不重复;同一编号再次导入会更新", "Your own reference; importing it again updates"),
    "centre": ("分拣中心的编号;只有一个时可不填", "Reference of the sorting centre; may be empty where there is one"),
    "date": ("日期,如 2026-03-02", "A date, as 2026-03-02"),
    "site": ("已有站点的编号,或填写经纬度", "Reference of a known site, or give longitude and latitude"),
    "name": ("名称", "A name"),
    "name_zh": ("中文名称", "Chinese name"),
    "name_en": ("英文名称", "English name"),
    "lon": ("经度,十进制度数,如 109.978", "Longitude in decimal degrees, as 109.978"),
    "lat": ("纬度,十进制度数,如 27.550", "Latitude in decimal degrees, as 27.550"),
    "datum": ("WGS-84、GCJ-02(高德、腾讯)或 BD-09(百度)", "WGS-84, GCJ-02 (Amap, Tencent) or BD-09 (Baidu)"),
    "address": ("地址", "Address"),
    "windows": ("时间段,如 08:00-12:00;14:00-17:00", "Spans of time, as 08:00-12:00;14:00-17:00"),
    "priority": ("0 到 100", "0 to 100"),
    "mandatory": ("是 或 否", "yes or no"),
    "note": ("备注", "Anything the driver should know"),
    "material": ("物料编号或名称,见“可用的值”", "A material's reference or name, see Allowed values"),
    "quantity": ("整数,1 到 10,000", "A whole number, 1 to 10,000"),
    "condition": ("完好、破损、无法判定;危急的不得收运", "intact, damaged or undiagnosable; critical ones are refused"),
    "kg": ("这一行的总重量,公斤;可不填", "Weight of the whole line in kg; may be empty"),
    "litres": ("这一行的总体积,升;可不填", "Volume of the whole line in litres; may be empty"),
    "packing": ("破损或无法判定的电池用什么包装", "How a damaged or undiagnosable battery is packed"),
    "kind": ("站点类型,见“可用的值”", "What the place is for, see Allowed values"),
    "accepts": ("接收的类别,空着表示全部", "Load types taken, empty for all"),
    "unload_min": ("卸货分钟数,0 到 480", "Minutes to unload, 0 to 480"),
    "network": ("路网名称(仅分拣中心)", "Name of the road network (sorting centres only)"),
    "class": ("车型,见“可用的值”", "A vehicle class, see Allowed values"),
    "plate": ("车牌", "Number plate"),
    "capacity_kg": ("核定载质量,公斤", "Payload in kg"),
    "capacity_l": ("货厢容积,升", "Volume in litres"),
    "mass_t": ("总质量,吨", "Gross mass in tonnes"),
    "height_m": ("车高,米", "Height in metres"),
    "width_m": ("车宽,米", "Width in metres"),
    "length_m": ("车长,米", "Length in metres"),
    "axleload_t": ("最重轴荷,吨", "Heaviest axle in tonnes"),
    "cost_fixed": ("每次出车费用,元", "CNY per shift used"),
    "cost_per_km": ("每公里费用,元", "CNY per km"),
    "cost_per_h": ("每小时费用,元", "CNY per hour"),
    "cost_per_overtime_h": ("加班每小时费用,元", "CNY per hour of overtime"),
    "overtime_min": ("最多加班分钟数", "Most minutes of overtime"),
    "shift": ("班次,同一天内,如 08:00-17:00", "Shift within one day, as 08:00-17:00"),
    "breaks": ("休息,如 12:00-13:30 60(时间段和分钟)", "Breaks, as 12:00-13:30 60 (span and minutes)"),
    "skills": ("技能,用空格隔开,见“可用的值”", "Skills separated by spaces, see Allowed values"),
    "valid_until": ("证书最后一天,如 lithium 2027-01-31", "Last day of certificates, as lithium 2027-01-31"),
    "driver_ref": ("司机编号", "The driver's reference"),
    "driver": ("司机姓名", "The driver's name"),
    "phone": ("电话", "Telephone"),
}  # fmt: skip


def expected(key: str) -> tuple[str, str]:
    """What a column's cells may hold, in Chinese and English."""
    return _WORDS[key]

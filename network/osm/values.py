"""Parse tag values: speeds, weights, lengths, durations.

A value that cannot be parsed gives None; tags are free text, so that is no fault of an import.

References
----------
OSM wiki: Key:maxspeed, Key:maxweight, Map features/Units, Key:duration.
"""

from __future__ import annotations

import re
from functools import lru_cache

ZONE_KPH = {"urban": 50.0, "living_street": 10.0, "bicycle_road": 30.0}
"""Limits of a zone value such as ``CN:urban`` or ``PT:urban`` in any country."""
CHINA_ZONE_KPH = {"rural": 70.0, "motorway": 120.0, "trunk": 80.0}
"""道路交通安全法实施条例 art. 45 (one lane each way) and 78; only for ``CN:``."""
WALK_KPH = 7.0
NO_LIMIT_KPH = 130.0
"""``none`` is used on German motorways, where 130 is the advised speed."""
_SILENT_SPEEDS = frozenset({"signals", "variable", "default", "implicit", "unknown", "unposted"})
_SILENT_LIMITS = frozenset(
    {"none", "default", "unsigned", "no", "no_sign", "no_indications", "below_default", "unknown"}
)
MAX_KPH = 200.0

_SPEED = re.compile(r"^([0-9]{1,9}(?:\.[0-9]+)?)\s*(km/h|kmh|kph|kmph|mph|knots)?$")
_SPEED_UNIT = {None: 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "kmph": 1.0, "mph": 1.609344, "knots": 1.852}
_QUANTITY = re.compile(r"^([0-9]{1,9}(?:\.[0-9]+)?)\s*([a-z]*)$")
_FEET = re.compile(r"^([0-9]{1,9})\s*(?:'|ft)\s*(?:([0-9]{1,9}(?:\.[0-9]+)?)\s*(?:\"|''|in)?)?$")
_TONNES = {"": 1.0, "t": 1.0, "to": 1.0, "tons": 1.0, "ton": 1.0, "tonnes": 1.0, "kg": 0.001,
           "st": 0.90718474, "lt": 1.0160469, "lbs": 0.00045359237, "lb": 0.00045359237,
           "kn": 0.1019716}  # fmt: skip
_METRES = {"": 1.0, "m": 1.0, "meter": 1.0, "metres": 1.0, "cm": 0.01, "ft": 0.3048}
_CLOCK = re.compile(r"^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?$")
_ISO_DURATION = re.compile(
    r"^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$"
)
_DAY_S = 86_400
_MINUTES = re.compile(r"^[0-9]{1,9}$")
_ZONE_NUMBER = re.compile(r"^(?:zone:?)?([0-9]{1,9})$")


@lru_cache(maxsize=4096)
def parse_speed_kph(text: str) -> float | None:
    """Parse a ``maxspeed`` value in km/h; 0 where it states no number; None where it cannot be parsed.

    Of several values (``80; 50``) the lowest counts.
    """
    parts = [_one_speed(part.strip().lower()) for part in re.split(r"[;|]", text)]
    if any(part is None for part in parts):
        return None
    return min((part for part in parts if part), default=0.0)


def _one_speed(text: str) -> float | None:
    if text in _SILENT_SPEEDS:
        return 0.0
    if text == "none":
        return NO_LIMIT_KPH
    if text == "walk":
        return WALK_KPH
    match = _SPEED.match(text)
    if match:
        return _possible_kph(float(match[1]) * _SPEED_UNIT[match[2]])
    country, _, zone = text.partition(":")
    if re.fullmatch(r"[a-z]{2}(-[a-z]+)?", country) and zone:
        return _zone_speed(country, zone)
    return None


def _zone_speed(country: str, zone: str) -> float | None:
    number = _ZONE_NUMBER.match(zone)
    if number:
        return _possible_kph(float(number[1]))
    if country == "cn" and zone in CHINA_ZONE_KPH:
        return CHINA_ZONE_KPH[zone]
    # Rural and motorway limits differ by country: without its table the class default serves better.
    return ZONE_KPH.get(zone, 0.0)


def _possible_kph(speed: float) -> float | None:
    return speed if 0 < speed <= MAX_KPH else None


@lru_cache(maxsize=4096)
def parse_quantity(text: str, unit: str) -> float | None:
    """Parse a weight in tonnes (``unit="t"``) or a length in metres (``"m"``); 0 for none."""
    text = text.strip().lower().replace(",", ".")
    if text in _SILENT_LIMITS:
        return 0.0
    match = _QUANTITY.match(text)
    units = _TONNES if unit == "t" else _METRES
    if match and match[2] in units:
        return float(match[1]) * units[match[2]] or None
    feet = _FEET.match(text) if unit == "m" else None
    if feet:
        return (int(feet[1]) + float(feet[2] or 0) / 12) * 0.3048 or None
    return None


def parse_duration_s(text: str) -> int | None:
    """Parse a ``duration`` (``01:30``, ``01:30:00``, ``90`` min, ``PT1H30M``) in seconds, up to a day."""
    text = text.strip()
    clock, iso = _CLOCK.match(text), _ISO_DURATION.match(text)
    if clock:
        total = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    elif _MINUTES.match(text):
        total = int(text) * 60
    elif iso:
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        total = days * _DAY_S + hours * 3600 + minutes * 60 + seconds
    else:
        return None
    return total if 0 < total <= _DAY_S else None

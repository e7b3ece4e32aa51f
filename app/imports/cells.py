"""Parsers of single cells: text to value; `ValueError` states what is wrong with the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from data.domain.limits import DAY_S, FIRST_DATE, LAST_DATE
from data.domain.plain_width import to_plain_width

T = TypeVar("T")
Window = tuple[int, int]

_UNTIL = "[-\u2013\u2014~至到]"
_SPAN = re.compile(rf"^(\d{{1,2}}):(\d{{2}})\s*{_UNTIL}\s*(\d{{1,2}}):(\d{{2}})$")
# Spreadsheet dates converted to text often contain midnight.
_DATE = re.compile(
    r"^(\d{4})\s*[-\u2013/.年]\s*(\d{1,2})\s*[-\u2013/.月]\s*(\d{1,2})\s*日?(?:[T\s]+0{1,2}:00(?::00)?)?$"
)
_LIST = re.compile(r"[;,\uff1b\uff0c\u3001\s]+")
_SPANS = re.compile(r"[;,\uff1b\uff0c\u3001]\s*")
_WEEKDAYS = "1234567一二三四五六日"  # the position of a day, modulo 7
_WEEK = "(?:周|星期|礼拜)?"
_WEEKDAY_PART = re.compile(f"^{_WEEK}[{_WEEKDAYS}]+(?:{_UNTIL}{_WEEK}[{_WEEKDAYS}])?$")
_YES = {"1", "yes", "y", "true", "是", "必须"}
_NO = {"0", "no", "n", "false", "否", ""}


def text(most: int, *, least: int = 0) -> Callable[[str], str]:
    """Return a parser of text with a bounded length."""

    def read(cell: str) -> str:
        if not least <= len(cell) <= most:
            raise ValueError(f"{len(cell)} characters, expected {least} to {most}")
        return cell

    return read


def reference(most: int, *, least: int = 0) -> Callable[[str], str]:
    """Return a parser of references, converted to plain width, so that full-width digits match."""
    read = text(most, least=least)
    return lambda cell: read(to_plain_width(cell))


def number(least: float, most: float, unit: str = "") -> Callable[[str], float]:
    """Return a parser of finite numbers in a range; thousands may be separated by commas."""
    shown = f" {unit}" if unit else ""

    def read(cell: str) -> float:
        try:
            value = float(re.sub(r"(?<=\d),(?=\d{3}\b)", "", to_plain_width(cell)))
        except ValueError:
            raise ValueError(f"{cell!r} is not a number") from None
        if not least <= value <= most:
            raise ValueError(f"{cell}{shown} is outside {least:g} to {most:g}{shown}")
        return value

    return read


def whole(least: int, most: int, unit: str = "") -> Callable[[str], int]:
    """Return a parser of whole numbers in a range."""
    read_number = number(least, most, unit)

    def read(cell: str) -> int:
        value = read_number(cell)
        if not value.is_integer():
            raise ValueError(f"{cell} is not a whole number")
        return int(value)

    return read


def flag(cell: str) -> bool:
    """Parse yes or no, in words or digits."""
    word = to_plain_width(cell).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"{cell!r} is neither yes nor no")


def words(cell: str) -> list[str]:
    """Parse words separated by spaces or punctuation; sorted, without duplicates."""
    return sorted({word for word in _LIST.split(cell) if word})


def choice(names: Mapping[str, T]) -> Callable[[str], T]:
    """Return a parser of a fixed set of words, in either language."""

    def read(cell: str) -> T:
        for word in (cell.lower(), to_plain_width(cell).lower()):
            if word in names:
                return names[word]
        raise ValueError(f"{cell!r} is none of {', '.join(names)}")

    return read


def day(cell: str) -> date:
    """Parse a date: year, month, day, in ISO or Chinese notation."""
    found = _DATE.match(to_plain_width(cell))
    if found is None:
        raise ValueError(f"{cell!r} is not a date (YYYY-MM-DD)")
    year, month, number_of_day = map(int, found.groups())
    try:
        read = date(year, month, number_of_day)
    except ValueError:
        raise ValueError(f"{cell!r} is not an existing date") from None
    if not FIRST_DATE <= read <= LAST_DATE:
        # A mistyped year: the object would be stored on a day that nobody looks at.
        raise ValueError(f"{cell!r} is outside the years {FIRST_DATE.year} to {LAST_DATE.year}")
    return read


def expiries(cell: str) -> dict[str, date]:
    """Parse ``lithium 2027-01-31; damaged_battery 2026-12-31``: the last day of each certificate."""
    found = {}
    for part in filter(None, (part.strip() for part in _SPANS.split(cell))):
        name, _, last_day = part.partition(" ")
        if not name or not last_day.strip():
            raise ValueError(f"{part!r} is not a certificate and its last day (lithium 2027-01-31)")
        found[name] = day(last_day.strip())
    return found


def span(cell: str) -> Window:
    """Parse ``HH:MM-HH:MM`` as seconds after local midnight; 24:00 ends a day."""
    found = _SPAN.match(to_plain_width(cell))
    if found is None:
        raise ValueError(f"{cell!r} is not a span of time (HH:MM-HH:MM)")
    from_h, from_min, to_h, to_min = map(int, found.groups())
    start_s, end_s = from_h * 3600 + from_min * 60, to_h * 3600 + to_min * 60
    if from_min > 59 or to_min > 59 or end_s > DAY_S:
        raise ValueError(f"{cell!r} is outside 00:00 to 24:00")
    if end_s < start_s:
        raise ValueError(f"{cell!r} ends before it starts; over midnight it is two spans, one for each day")
    return start_s, end_s


def working_hours(cell: str) -> Window:
    """Parse a span that is not empty."""
    start_s, end_s = span(cell)
    if start_s == end_s:
        raise ValueError(f"{cell!r} is an empty span")
    return start_s, end_s


def weekdays(cell: str) -> list[int]:
    """Parse ``1-5`` or ``周一至周五``: days of the week, 1 Monday to 7 Sunday, returned as 0 to 6."""
    found: set[int] = set()
    plain = re.sub(rf"\s*({_UNTIL})\s*", r"\1", to_plain_width(cell).replace("天", "日"))
    for part in filter(None, _LIST.split(plain)):
        if not _WEEKDAY_PART.match(part):
            raise ValueError(f"{part!r} is not a day of the week (1-5, or 周一至周五)")
        days = [_WEEKDAYS.index(mark) % 7 for mark in part if mark in _WEEKDAYS]
        if re.search(_UNTIL, part):
            *days, first, last = days
            days += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
        found.update(days)
    if not found:
        raise ValueError(f"{cell!r} contains no day of the week (1-5, or 周一至周五)")
    return sorted(found)


def spans(cell: str) -> list[Window]:
    """Parse spans of time separated by semicolons or commas; sorted, adjacent ones merged."""
    joined: list[Window] = []
    for start_s, end_s in sorted(span(part.strip()) for part in _SPANS.split(cell) if part.strip()):
        if joined and start_s <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_s))
        else:
            joined.append((start_s, end_s))
    return joined

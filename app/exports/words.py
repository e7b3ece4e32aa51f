"""Texts of the word catalogue in a document's language, and formats of times and amounts."""

from __future__ import annotations

from dataclasses import dataclass

from data.words.catalogue import Value, word


@dataclass(frozen=True, slots=True)
class Words:
    """The word catalogue in one language, ``zh`` or ``en``."""

    language: str

    def __call__(self, key: str, **values: Value) -> str:
        """Return a message of the word catalogue."""
        return word(self.language, key, **values)

    def of(self, chinese: str, english: str) -> str:
        """Return the name in the document's language, or the other one if it is empty."""
        return (chinese or english) if self.language == "zh" else (english or chinese)


def clock(moment_s: int | None) -> str:
    """Return the time of day, with the number of days after midnight, as ``01:05+1``. Empty for None."""
    if moment_s is None:
        return ""
    days, rest_s = divmod(moment_s, 86_400)
    return f"{rest_s // 3600:02}:{rest_s % 3600 // 60:02}" + (f"+{days}" if days else "")


def long(duration_s: int) -> str:
    """Return a duration as ``1:05 h``, or ``20 min`` below an hour."""
    minutes = round(duration_s / 60)
    return f"{minutes // 60}:{minutes % 60:02} h" if minutes >= 60 else f"{minutes} min"


def amount(value: float) -> str:
    """Return a mass or a volume rounded for display."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"

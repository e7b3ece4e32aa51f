"""Collect faults while a document is read, up to a limit, so that the answer stays bounded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.domain.errors import Fault, InputError


@dataclass(slots=True, kw_only=True)
class FaultList:
    """Faults in the order in which they were found; beyond `limit` they are only counted.

    Attributes
    ----------
    limit
        Maximum number of faults stored.
    overflow
        Code of the final fault, which states the number of further ones.
    """

    limit: int
    overflow: str
    faults: list[Fault] = field(default_factory=list)
    dropped: int = 0

    def add(self, code: str, where: str, cause: str, action: str) -> None:
        """Add a fault; without a place, it concerns the whole document."""
        if len(self.faults) >= self.limit:
            self.dropped += 1
            return
        self.faults.append(Fault(code=code, cause=cause, action=action, where=where or "document"))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add faults that were found elsewhere."""
        for fault in faults:
            self.add(fault.code, fault.where, fault.cause, fault.action)

    def __len__(self) -> int:
        return len(self.faults) + self.dropped

    def raise_if_any(self) -> None:
        """Raise `InputError` with all stored faults, if there is any."""
        if not self.faults:
            return
        if self.dropped:
            cause = f"{self.dropped} or more further faults are not listed."
            raise InputError([*self.faults, Fault(self.overflow, cause, "Correct those listed first.")])
        raise InputError(self.faults)


def json_path(location: Sequence[str | int]) -> str:
    """Return the location of a value as a JSON path, such as ``tasks[3].windows[0]``.

    Parameters
    ----------
    location
        Keys and positions from the root of the document, as in pydantic's errors.
    """
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else part
    return path


def excerpt(value: object, limit: int = 60) -> str:
    """Return a value as quoted in error texts: JSON if possible, shortened."""
    if isinstance(value, list | dict) and len(value) > 8:
        return f"a {'list' if isinstance(value, list) else 'mapping'} of {len(value)} entries"
    if isinstance(value, int) and abs(value) >= 10**30:
        return f"a number of {len(str(abs(value)))} digits"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    text = without_surrogates(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def without_surrogates(text: str) -> str:
    """Return encodable text: lone surrogates, which JSON permits, are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()

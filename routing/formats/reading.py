"""What every format shares when it reads: bounds on the text, JSON without surprises, collected faults."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from data.domain.errors import Fault, InputError

MAX_BYTES = 90_000_000
"""Largest document read: 2,000 places with durations and distances fit, an accident of 100 MB does not."""

MAX_FAULTS = 500
"""Faults kept of one document; the rest is counted."""


@dataclass(slots=True)
class FaultList:
    """Collects faults up to `MAX_FAULTS` and counts the rest, so that a bad file has a bounded answer.

    Attributes
    ----------
    kept
        JSON path of a list from which entries had to be dropped → positions of those that were kept.
    """

    faults: list[Fault] = field(default_factory=list)
    dropped: int = 0
    kept: dict[str, list[int]] = field(default_factory=dict)

    def add(self, code: str, where: str, cause: str, action: str) -> None:
        if len(self.faults) >= MAX_FAULTS:
            self.dropped += 1
            return
        self.faults.append(Fault(code=code, cause=cause, action=action, where=where or "document"))

    def extend(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add(fault.code, fault.where, fault.cause, fault.action)

    def __len__(self) -> int:
        return len(self.faults) + self.dropped

    def raise_if_any(self) -> None:
        """Raise `InputError` with every fault kept, when there is one."""
        if not self.faults:
            return
        if self.dropped:
            last = Fault("F119", f"{self.dropped} more faults are not listed.", "Mend those listed first.")
            raise InputError([*self.faults, last])
        raise InputError(self.faults)


def shown(value: object, limit: int = 60) -> str:
    """A value as it is named in a fault: JSON where possible, shortened."""
    if isinstance(value, list | dict) and len(value) > 8:
        return f"a {'list' if isinstance(value, list) else 'mapping'} of {len(value)} entries"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def read_text(text: str | bytes) -> str:
    """Bounded text of a document.

    Raises
    ------
    InputError
        F101: over `MAX_BYTES`; F102: not UTF-8.
    """
    if len(text) > MAX_BYTES:
        raise InputError(
            Fault(
                "F101",
                f"The document has {len(text):,} bytes; at most {MAX_BYTES:,} are read.",
                "Split the day, or pass places and a network instead of matrices.",
                "document",
            )
        )
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Fault(
                "F102",
                f"The document is not UTF-8: byte {error.start} cannot be read.",
                "Save it as UTF-8.",
                "document",
            )
        ) from error


def read_json(text: str | bytes) -> Any:
    """Parse a JSON document, refusing duplicate keys; NaN and Infinity stay floats for the shapes to refuse.

    Raises
    ------
    InputError
        F101, F102: too large, not UTF-8, not JSON, nested too deeply; F110: a key given twice.
    """
    try:
        return json.loads(read_text(text), object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        _not_json(f"line {error.lineno}, column {error.colno}", f"{error.msg}.", error)
    except RecursionError as error:
        _not_json("document", "lists or mappings are nested too deeply.", error)
    except ValueError as error:  # an integer of more digits than Python converts
        _not_json("document", f"{error}.", error)


def _not_json(where: str, detail: str, error: Exception) -> NoReturn:
    fault = Fault("F102", f"The document is not JSON: {detail}", "Correct it and try again.", where)
    raise InputError(fault) from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        seen: set[str] = set()
        twice = sorted({key for key, _ in pairs if key in seen or seen.add(key)})  # type: ignore[func-returns-value]
        raise InputError(
            Fault(
                "F110",
                f"{', '.join(twice)}: given twice in one mapping.",
                "Keep one of them.",
                f"mapping with {shown(pairs[0][0])} = {shown(pairs[0][1])}",
            )
        )
    return mapping

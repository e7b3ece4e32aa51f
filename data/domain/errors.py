"""Faults with a cause and an action, and the exceptions that carry them.

A fault has a stable code (listed in ``docs/reference/errors.md``), a cause, an action, and the row or JSON
path to which it belongs. Functions that read many rows collect faults and continue with the valid ones;
`HuiliuError` is raised when the operation cannot continue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: what is wrong, where, and what to do about it.

    Attributes
    ----------
    code
        A letter and three digits, documented in ``docs/reference/errors.md``.
    cause
        What is wrong, with the offending value, as a sentence.
    action
        What the reader can do about it, as a sentence.
    where
        Row ("row 14"), JSON path ("tasks[3].windows") or object ("site HH-012"); may be empty.
    """

    code: str
    cause: str
    action: str
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.cause} {self.action} ({self.code})"

    def as_json(self) -> dict[str, str]:
        """Return the fault as a JSON object."""
        return asdict(self)


class HuiliuError(Exception):
    """Base of errors with faults: the operation failed for the reasons in `faults` (at least one)."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        if not self.faults:
            raise ValueError("an error needs at least one fault")
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[HuiliuError], tuple[tuple[Fault, ...]]]:
        # Pickled with its faults: the default would rebuild it from the joined text.
        return (type(self), (self.faults,))

    @property
    def code(self) -> str:
        """The code of the first fault."""
        return self.faults[0].code


class InputError(HuiliuError):
    """The input is invalid: a file, a row or a document. The command line exits with 2."""


class NotFoundError(HuiliuError):
    """The object does not exist, or not in this organisation."""


class UnavailableError(HuiliuError):
    """A part of the system (database, queue, disk) is unavailable; trying again may help."""

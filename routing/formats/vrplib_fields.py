"""Fields of a VRPLIB file, parse by the `vrplib` library and checked before use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from routing.formats.documents import is_finite
from routing.formats.native.fields import MAX_PLACES
from routing.formats.planar import MOST, refuse, whole_number


class Fields:
    """Specifications and sections by lower-case key, with the numbers of nodes and depots."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self.nodes = self.whole_number("dimension")
        if not 1 <= self.nodes <= MAX_PLACES:
            refuse("F202", f"There are {self.nodes} nodes; 1 to {MAX_PLACES:,} are allowed.", "DIMENSION")
        depots = np.atleast_1d(given.get("depot", np.array([0])))
        self.depots = int(depots.size)
        if sorted(depots.tolist()) != list(range(self.depots)) or not self.depots:
            refuse("F203", "The depots are not the first nodes.", "DEPOT_SECTION", "Number depots from 1.")

    def __contains__(self, key: str) -> bool:
        return key in self._given

    def text(self, key: str) -> str:
        """Return a required specification."""
        if key not in self._given:
            refuse("F202", f"{key.upper()} is missing.", key.upper(), "Add it.")
        return str(self._given[key])

    def spec(self, key: str) -> int | float | str | None:
        """Return a specification with a single value; None if it is absent or a section."""
        value = self._given.get(key)
        return value if isinstance(value, int | float | str) else None

    def number(self, key: str) -> float:
        """Return a specification that must be one finite number."""
        value: Any = self._given.get(key)
        if not is_finite(value) or abs(value) > MOST:
            refuse("F202", f"{key.upper()} is not a number within the supported range.", key.upper())
        return float(value)

    def whole_number(self, key: str) -> int:
        """Return a specification that must be a non-negative whole number."""
        return whole_number(self.number(key), key.upper(), key.upper())

    def rows(
        self, key: str, otherwise: NDArray[np.float64] | None = None, *, length: int | None = None
    ) -> NDArray[np.float64]:
        """Return a section as a table of finite numbers, one row per node (or `length` rows)."""
        if key not in self._given:
            if otherwise is None:
                refuse("F202", f"{key.upper()}_SECTION is missing.", f"{key.upper()}_SECTION", "Add it.")
            return otherwise
        try:
            table = np.array(self._given[key], dtype=np.float64)
        except (TypeError, ValueError):
            refuse("F202", "The section is not a table of numbers.", f"{key.upper()}_SECTION")
        if table.ndim == 1:
            table = table[:, None]
        wanted = self.nodes if length is None else length
        if table.ndim != 2 or len(table) != wanted or not np.all(np.isfinite(table)):
            refuse("F202", f"The section needs {wanted} rows of numbers.", f"{key.upper()}_SECTION")
        return table

    def per_node(self, key: str, otherwise: float) -> NDArray[np.float64]:
        """Return one number per node, from a section or from one value for all."""
        value = self._given.get(key, otherwise)
        if isinstance(value, int | float):
            return np.full(self.nodes, self.number(key) if key in self._given else otherwise)
        return self.rows(key)[:, 0]

    def lists(self, key: str) -> list[list[int]]:
        """Return a section of lists of whole numbers, one per row, of any lengths."""
        found = []
        for row in self._given[key]:
            values = np.atleast_1d(np.array(row, dtype=object)).tolist()
            if not all(isinstance(value, int | np.integer) for value in values):
                refuse("F202", "The section is not a list of node numbers.", f"{key.upper()}_SECTION")
            found.append([int(value) for value in values])
        return found


def parse(text: str) -> Fields:
    """Parse a VRPLIB document.

    Raises
    ------
    InputError
        F201: the library cannot read it; F202: a required field is missing.
    """
    from vrplib.parse import parse_vrplib

    try:
        given = parse_vrplib(text, compute_edge_weights=False)
    except Exception as error:
        # The library raises arbitrary errors on a malformed file.
        fault = Fault("F201", f"Not a VRPLIB file: {error}.", "Correct the file.", "document")
        raise InputError(fault) from error
    return Fields(given)

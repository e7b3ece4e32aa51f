"""Detect the format of a problem file from its content, not from its name."""

from __future__ import annotations

import re
from typing import Literal

from data.domain.errors import Fault, InputError
from routing.formats.documents import read_json, read_text
from routing.formats.planar import numbers

Format = Literal["huiliu", "vroom", "vrplib", "solomon", "lilim"]
FORMATS: tuple[Format, ...] = ("huiliu", "vroom", "vrplib", "solomon", "lilim")
_VRPLIB_LINE = re.compile(r"^\s*(NAME|COMMENT|TYPE|DIMENSION|[A-Z_]+_SECTION)\b", re.MULTILINE)


def detect(text: str | bytes) -> Format:
    """Return the format of a problem document.

    Raises
    ------
    InputError
        F200: the format is not recognized.
    """
    content = read_text(text)
    if content.lstrip()[:1] in ("{", "["):
        return _json_format(content)
    lines = [line for line in content.splitlines()[:200] if line.strip()]
    head = "\n".join(lines)
    if re.search(r"^\s*VEHICLE\s*$", head, re.MULTILINE) and re.search(r"^\s*CUST", head, re.MULTILINE):
        return "solomon"
    if _VRPLIB_LINE.search(head) and ("DIMENSION" in head or "_SECTION" in content):
        return "vrplib"
    rows = [numbers(line) for line in lines[:2]]
    if len(rows) == 2 and rows[0] and rows[1] and len(rows[0]) in (2, 3) and len(rows[1]) == 9:
        return "lilim"
    raise InputError(
        Fault(
            "F200",
            "The format of the file is not recognized.",
            f"Give the format, one of {', '.join(FORMATS)}.",
            "document",
        )
    )


def _json_format(content: str) -> Format:
    """Tell native JSON (a version and tasks) from VROOM's (jobs or shipments)."""
    document = read_json(content)
    if isinstance(document, dict) and "version" not in document and "tasks" not in document:
        steps = document.get("shipments")
        shaped = isinstance(steps, list) and any(isinstance(s, dict) and "amount" in s for s in steps)
        if "jobs" in document or shaped or "matrices" in document or "vehicles" in document:
            return "vroom"
    return "huiliu"

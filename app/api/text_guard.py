"""Refuse text that databases cannot store, before a view receives it: NUL and lone surrogates.

PostgreSQL refuses both in the middle of a transaction; SQLite stores NUL, but such rows could not be
restored to PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import request

from app.api.blueprint import api
from data.domain.errors import Fault, InputError

_BROKEN = re.compile("[\x00\ud800-\udfff]")
# A fast search; only requests with a match are parsed and examined.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\x00|\xed[\xa0-\xbf]")


@api.before_request
def refuse_broken_text() -> None:
    """Refuse a request whose body or address contains such text.

    Raises
    ------
    InputError
        A201: one fault for each such field.
    """
    found = list(_broken(dict(request.args), "query"))
    found += _broken(dict(request.view_args or {}), "path")
    if request.is_json and _SUSPECT.search(request.get_data()):
        found += _broken(request.get_json(silent=True), "json")
    if found:
        cause = "{}: contains a character that cannot be stored (NUL, or a lone surrogate)."
        action = "Remove it and send the request again."
        raise InputError([Fault("A201", cause.format(where), action, where) for where in found])


def _broken(value: Any, where: str) -> Iterator[str]:
    """Return the paths of such texts in a document."""
    if isinstance(value, str):
        if _BROKEN.search(value):
            yield where
    elif isinstance(value, dict):
        for key, entry in value.items():
            below = f"{where}.{key}"
            if _BROKEN.search(key):
                below = f"{where}.{key!r}"
                yield below
            yield from _broken(entry, below)
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _broken(entry, f"{where}.{position}")

"""Answers that are files, by name."""

from __future__ import annotations

from flask import Response

GEOJSON = "application/geo+json"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_answer(content: bytes, media: str, name: str, *, shown: bool = False) -> Response:
    """A file to be kept under a name, or shown by the browser.

    Parameters
    ----------
    media
        Content type, with its charset where it is text.
    name
        Of ASCII letters, digits, dots and hyphens: it stands in a header.
    """
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return answer

"""Convert full-width digits and signs of Chinese keyboards to plain width."""

from __future__ import annotations

import unicodedata


def to_plain_width(text: str) -> str:
    """Return text in Unicode's compatibility form (NFKC), with a plain minus, stripped of blanks."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()

"""Full-width digits and signs of Chinese keyboards in their plain width."""

from __future__ import annotations

import unicodedata


def to_plain_width(text: str) -> str:
    """Text in Unicode's compatibility form (NFKC), with a plain minus and without blanks around it."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()

"""Pages and the diagram that are made from the code are those of this code."""

from __future__ import annotations

import pytest

from scripts.documents import DOCUMENTS, ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_made_document_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == DOCUMENTS[name](), "run python -m scripts.documents"

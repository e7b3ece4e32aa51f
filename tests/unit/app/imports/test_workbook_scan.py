"""Tables that were damaged, or made to hurt: each is refused by name and costs little."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from app.imports.tables import read_table
from data.domain.errors import InputError

Change = Callable[[str, bytes], bytes]


def sheet() -> bytes:
    book = Workbook()
    for row in (("ref", "date"), ("A", "2026-03-02")):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(change: Change) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet())) as before,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return buffer.getvalue()


def code_of(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_table(content, "t.xlsx")
    return caught.value.code


@pytest.mark.parametrize("part", ["sheet1", "workbook.xml", "styles"])
def test_a_part_cut_off_is_a_damaged_file(part: str) -> None:
    assert code_of(changed(lambda name, text: text[: len(text) // 2] if part in name else text)) == "I201"


def test_flipped_bytes_are_a_table_or_a_stated_error() -> None:
    whole, chance = sheet(), random.Random(1)
    refused = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        try:
            read_table(bytes(damaged), "t.xlsx")
        except InputError:
            refused += 1
    assert refused > 20


def test_a_row_of_more_cells_than_a_spreadsheet_has_is_not_kept() -> None:
    content = changed(
        lambda name, text: (
            text.replace(b"</row>", b"<c/>" * 3_000_000 + b"</row>", 1) if "sheet1" in name else text
        )
    )
    assert len(content) < 200_000
    tracemalloc.start()
    code = code_of(content)
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "I202"
    assert peak_bytes < 20_000_000


def test_millions_of_formats_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imports.workbook_scan.MOST_ELEMENTS", 10_000)
    content = changed(
        lambda name, text: (
            text.replace(b"</styleSheet>", b"<x/>" * 20_000 + b"</styleSheet>") if "styles" in name else text
        )
    )
    assert code_of(content) == "I202"

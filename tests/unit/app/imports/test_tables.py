"""Files as people's programs write them: encodings, separators, sheets; and files that are none."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.imports import tables, workbook_scan
from app.imports.tables import read_table
from data.domain.errors import InputError

TEXT = "编号,名称\nP-1,泸阳\n"
EXPECTED = (("编号", "名称"), ((2, ("P-1", "泸阳")),))


def read(content: bytes) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    table = read_table(content, "t.csv")
    return table.header, table.rows


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_of_chinese_programs(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == EXPECTED


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator: str) -> None:
    assert read(TEXT.replace(",", separator).encode()) == EXPECTED


def test_row_numbers_are_those_of_the_program() -> None:
    """Empty lines and a note of two lines in a cell are counted as the program shows them."""
    _header, rows = read(b'ref,note\n\nA,"one\ntwo"\n ,\nB,x\n')
    assert [cells[0] for _number, cells in rows] == ["A", "B"]
    assert rows[1][0] == 6


def test_a_sheet_reads_like_the_same_csv() -> None:
    header, rows = read(
        xlsx(("ref", "date", "kg", "n", "shift"), ("A", dt.date(2026, 3, 2), 1.5, 3.0, dt.time(8)))
    )
    assert header == ("ref", "date", "kg", "n", "shift")
    assert rows == ((2, ("A", "2026-03-02", "1.5", "3", "08:00")),)


def test_empty_rows_at_the_end_of_a_sheet_are_no_rows() -> None:
    assert len(read(xlsx(("ref",), ("A",), (None,), ("",)))[1]) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "I203"),
        (b"\n\n", "I203"),
        (b"\xff\xff\xff\xff", "I201"),
        (b"a,b\x00c\n", "I201"),
        (b'ref\n"open quote', "I201"),
        (b"PK\x03\x04 no zip at all", "I201"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "I201"),
    ],
)
def test_files_that_are_no_table(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    assert caught.value.code == code


def test_a_zip_that_is_no_sheet() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("holiday.jpg", b"x")
    with pytest.raises(InputError) as caught:
        read(buffer.getvalue())
    assert caught.value.code == "I201"


def test_a_sheet_cut_off() -> None:
    whole = xlsx(("ref",), ("A",))
    with pytest.raises(InputError) as caught:
        read(whole[: len(whole) // 2])
    assert caught.value.code == "I201"


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_COLUMNS"])
def test_limits_are_said(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, limit, 1)
    content = b"a\n1\n2\n" if limit == "MOST_ROWS" else b"a,b\n1,2\n"
    with pytest.raises(InputError) as caught:
        read(content)
    assert caught.value.code == "I202"


def test_a_sheet_that_unpacks_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_scan, "MOST_UNPACKED_BYTES", 100)
    with pytest.raises(InputError) as caught:
        read(xlsx(("ref",), ("A",)))
    assert caught.value.code == "I202"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_stated_error(content: bytes) -> None:
    """Nothing but a stated error gets out, whatever the bytes are."""
    with suppress(InputError):
        assert read_table(content, "t").header

"""Single cells, as people type them in both languages."""

from __future__ import annotations

import datetime as dt

import pytest

from app.imports import cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:00-12:00", (28_800, 43_200)),
        ("8:00–17:30", (28_800, 63_000)),
        ("8\uff1a00\uff5e9\uff1a00", (28_800, 32_400)),
        ("8:00至9:05", (28_800, 32_700)),
        ("00:00 - 24:00", (0, 86_400)),
    ],
)
def test_spans_of_time(text: str, expected: tuple[int, int]) -> None:
    assert cells.span(text) == expected


@pytest.mark.parametrize(
    "text", ["8-12", "08:00", "12:00-08:00", "08:70-09:00", "20:00-25:00", "x", "08:00-09:00-10:00"]
)
def test_spans_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"span of time|outside|before"):
        cells.span(text)


def test_several_spans_are_sorted_and_joined_where_they_touch() -> None:
    assert cells.spans("14:00-17:00\uff1b08:00-12:00,11:00-12:30") == [(28_800, 45_000), (50_400, 61_200)]


@pytest.mark.parametrize("text", ["2026-03-02", "2026/3/2", "2026.03.02", "2026年3月2日"])
def test_dates(text: str) -> None:
    assert cells.day(text) == dt.date(2026, 3, 2)


@pytest.mark.parametrize("text", ["2026-02-30", "02.03.2026", "tomorrow", "20260302"])
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|calendar"):
        cells.day(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("1,250", 1250.0), ("1\uff0c250", 1250.0), ("0.5", 0.5), ("1e3", 1000.0)]
)
def test_numbers(text: str, expected: float) -> None:
    assert cells.number(0, 2000)(text) == expected


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "2001", "1,5", "12kg", "1 2"])
def test_numbers_that_are_none_or_outside(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|outside"):
        cells.number(0, 2000, "kg")(text)


def test_the_unit_is_told_with_the_limit() -> None:
    with pytest.raises(ValueError, match="30000 kg is outside 0 to 2000 kg"):
        cells.number(0, 2000, "kg")("30000")


def test_whole_numbers() -> None:
    assert cells.whole(0, 9)("3.0") == 3
    with pytest.raises(ValueError, match="not a whole number"):
        cells.whole(0, 9)("3.5")


@pytest.mark.parametrize(
    ("text", "expected"), [("是", True), ("Yes", True), ("1", True), ("否", False), ("no", False)]
)
def test_flags(text: str, expected: bool) -> None:
    assert cells.flag(text) is expected


def test_words() -> None:
    assert cells.words("lithium\u3001two_person; lithium") == ["lithium", "two_person"]


@pytest.mark.parametrize("text", ["2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日",
    "2026-03-02 00:00:00", "２０２６－０３－０２", "2026–03–02"])  # fmt: skip
def test_dates_as_text(text: str) -> None:
    assert cells.day(text) == dt.date(2026, 3, 2)


@pytest.mark.parametrize("text", ["02/03/2026", "3/2/26", "2026-03", "2026-03-02 14:30", "46083", "20260302"])
def test_a_date_that_may_mean_two_days_is_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        cells.day(text)


def test_digits_and_signs_of_full_width() -> None:
    assert cells.number(0, 10_000)("１，２３４．５") == 1234.5
    assert cells.number(-180, 180)("－７７．０３") == -77.03
    assert cells.whole(1, 100)("１２") == 12
    assert cells.span("０８：００～１２：００") == (28_800, 43_200)
    assert cells.spans("０８：００－１２：００；１４：００－１７：００") == [
        (28_800, 43_200),
        (50_400, 61_200),
    ]
    assert cells.flag("１")


@pytest.mark.parametrize("text", ["0226-03-02", "1026-03-02", "9999-12-31", "1999-12-31", "2101-01-01"])
def test_a_date_in_another_age_is_a_slip_of_the_finger(text: str) -> None:
    """Stored, it would stand on a day that nobody ever looks at."""
    with pytest.raises(ValueError, match="years"):
        cells.day(text)

"""A scenario of a coverage study as PDF: figures, a map, vehicle costs and the calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.exports.pdf.background import Background
from app.exports.pdf.canvas import PAGE_MM, Canvas, Colour, line_mm
from app.exports.pdf.fonts import Typeface
from app.exports.study.sheet_map import LEGEND_MM, draw_map
from app.exports.study.tables import calendar_rows, stage_rows
from app.exports.study.wording import (
    choice_text,
    day_text,
    points_text,
    proof_text,
    question_text,
    stage_text,
    way_text,
)
from app.exports.words import Words, amount
from app.services.studies.contents import gathered_kg, opened_in, point_names
from data.store.studies.tables import Scenario, Study

_MARGIN, _MAP_MM = 14.0, 96.0
_INNER = PAGE_MM[0] - 2 * _MARGIN
_BOTTOM = PAGE_MM[1] - 14.0
_SIZE = 9.0
_GREY: Colour = (233, 240, 249)
_TITLES = {
    "name": "study-choice", "points": "study-points", "share_fetched": "study-fetched",
    "cost_per_tonne": "study-cny-per-tonne", "km": "study-km-a-week",
    "co2_kg": "study-kg-co2-a-week", "county": "study-county", "day": "study-day",
    "called": "study-points-and-kg", "stage": "study-column-stage", "covered": "study-covered",
    "worst": "study-farthest", "point": "study-point", "since": "study-open",
    "tonnes": "study-t-a-year",
}  # fmt: skip

_MOST_IN_ROW, _MOST_POINTS = 350, 120
_WORDS_FROM = 0.5
"""Columns that take so much of the width hold words."""

Row = tuple[str, ...]


def study_sheet(
    study: Study, scenario: Scenario, face: Typeface, words: Words, roads: Background = lambda _box, _zoom: []
) -> bytes:
    """Return the scenario as PDF; without prices it holds figures, map, stages and points only."""
    canvas = Canvas(face, f"{study.name} {scenario.letter}")
    return _Sheet(canvas, study, scenario, words, roads).draw()


@dataclass
class _Sheet:
    """Draws down the pages; `at` is the position of the next line, `number` that of the page."""

    canvas: Canvas
    study: Study
    scenario: Scenario
    words: Words
    roads: Background
    at: float = _MARGIN
    number: int = 0

    def draw(self) -> bytes:
        """Draw all parts, in order."""
        answer = self.scenario.found or {}
        pricing = answer.get("pricing") or {}
        self._page()
        name = f" · {self.scenario.name}" if self.scenario.name else ""
        self._text(self.study.name, 16, bold=True)
        scenario = f"{self.words('study-scenario')} {self.scenario.letter}"
        self._text(scenario + name, 12, bold=True)
        self._text(question_text(self.study, self.scenario, self.words), 10)
        self._text(self._figures(), 10, most=3)
        if answer.get("status") == "infeasible":
            self._text(answer["reason"], _SIZE, most=3)
        self.at += 2
        self._map()
        self._stages()
        self._points()
        if "alternatives" in pricing:
            self._priced(pricing)
        elif "fault" in pricing:
            self._text(pricing["fault"]["cause"], _SIZE, most=3)
        return self.canvas.finish()

    def _priced(self, pricing: dict[str, Any]) -> None:
        words = self.words
        self._heading(words("study-cost-by-real-routes-a-week"))
        self._table(
            ("name", "points", "share_fetched", "cost_per_tonne", "km", "co2_kg"),
            [self._choice(pricing, number) for number in range(len(pricing["alternatives"]))],
        )
        counties = pricing["alternatives"][0]["by_county"].items()
        self._heading(words("study-by-county"))
        self._table(
            ("county", "points", "cost_per_tonne", "km", "co2_kg"),
            [
                (name or "–", str(each["points"]), *_costs(each["cost_per_tonne"], each))
                for name, each in counties
            ],
        )
        self._heading(words("study-calendar"))
        self._table(("day", "called"), self._calendar(pricing), widths=(0.16, 0.84))
        method = pricing["method"].get(self.words.language) or pricing["method"]["en"]
        self.at += 2
        self._text(method, 7.5, most=8)

    def _choice(self, pricing: dict[str, Any], number: int) -> Row:
        each = pricing["alternatives"][number]
        name = choice_text(self.words, self.scenario, pricing, number)
        fetched = f"{100 * each['share_fetched']:.1f} %"
        return (name, str(each["points"]), fetched, *_costs(each["cost_per_tonne"], each["week"]))

    def _calendar(self, pricing: dict[str, Any]) -> list[Row]:
        weeks = pricing["terms"]["weeks"]
        called: dict[str, dict[str, list[int]]] = {}
        for visit in calendar_rows(self.study, self.scenario):
            day = day_text(self.words, visit["day"], weeks)
            # If a point takes several vehicles, their amounts are listed side by side.
            called.setdefault(day, {}).setdefault(visit["point"], []).append(visit["kg"])
        by_day = {
            day: [f"{point} ({kg_of_trucks(kg)})" for point, kg in points.items()]
            for day, points in called.items()
        }
        return [row for day, points in by_day.items() for row in _in_parts(day, points)]

    def _figures(self) -> str:
        figures, words = self.scenario.figures, self.words
        if "points" not in figures:
            return words("study-there-is-no-answer")
        parts = [points_text(self.words, figures["points"])]
        if "covered" in figures:
            parts.append(words("study-share-covered", n=f"{100 * figures['covered']:.1f}"))
        if figures.get("worst") is not None:
            parts.append(words("study-farthest-way", way=way_text(self.study, self.words, figures["worst"])))
        if figures.get("cost_per_tonne") is not None:
            parts.append(f"¥{figures['cost_per_tonne']:,.0f}/t")
            parts.append(words("study-driven-a-week", n=amount(figures["km_per_week"])))
            parts.append(words("study-co2-a-week", n=amount(figures["co2_kg_per_week"])))
        parts.append(proof_text(self.scenario, self.words))
        return " · ".join(text for text in parts if text)

    def _map(self) -> None:
        draw_map(
            self.canvas,
            self.study,
            self.scenario,
            words=self.words,
            roads=self.roads,
            corner=(_MARGIN, self.at),
            size=(_INNER, _MAP_MM),
        )
        self.at += _MAP_MM + LEGEND_MM + 2

    def _stages(self) -> None:
        rows = stage_rows(self.scenario)
        if not rows:
            return
        self._heading(self.words("study-stages"))
        keys = ["stage", "points", "covered", "worst"]
        keys += ["cost_per_tonne"] if any("cost_per_tonne" in row for row in rows) else []
        self._table(keys, [self._stage(row, keys) for row in rows])

    def _stage(self, row: dict[str, Any], keys: Sequence[str]) -> Row:
        worst, covered = row.get("worst"), row.get("covered")
        cells = {
            "stage": stage_text(self.words, self.scenario, row["stage"]),
            "points": str(row["points"]),
            "covered": "–" if covered is None else f"{100 * covered:.1f} %",
            "worst": "–" if worst is None else way_text(self.study, self.words, worst),
            "cost_per_tonne": _money(row.get("cost_per_tonne")),
        }
        return tuple(cells[key] for key in keys)

    def _points(self) -> None:
        """Draw open points with their amounts and the stage in which they open."""
        answer, stages = self.scenario.found or {}, opened_in(self.scenario)
        opened: list[int] = answer.get("open", [])
        if not opened:
            return
        names, existing = point_names(self.study), set(self.study.keys.get("existing", ()))
        kg = gathered_kg(answer, self.study.keys)
        self._heading(self.words("study-open-points"))
        rows = []
        for number, column in enumerate(opened[:_MOST_POINTS], start=1):
            since = self.words("study-existing") if column in existing else self.words("study-new")
            if column in stages and column not in existing:
                since = stage_text(self.words, self.scenario, stages[column])
            name = names[column] or str(column)
            rows.append(
                (name if stages else f"{number}  {name}", since, f"{kg.get(column, 0.0) / 1000:,.1f}")
            )
        self._table(("point", "since", "tonnes"), rows, widths=(0.56, 0.22, 0.22))
        if len(opened) > _MOST_POINTS:
            self._text(self.words("study-more-in-xlsx", n=len(opened) - _MOST_POINTS), _SIZE)

    def _heading(self, text: str) -> None:
        self.at += 3
        self._room(line_mm(11) + 4 * line_mm(_SIZE))
        self._text(text, 11, bold=True)

    def _table(self, columns: Sequence[str], rows: Sequence[Row], *, widths: Sequence[float] = ()) -> None:
        shares = widths or (0.28, *[0.72 / (len(columns) - 1)] * (len(columns) - 1))
        titles = [self.words(_TITLES[key]) for key in columns]
        self._row(titles, shares, head=True)
        for row in rows:
            self._row(row, shares, titles=titles)

    def _row(
        self, cells: Sequence[str], shares: Sequence[float], *, head: bool = False, titles: Sequence[str] = ()
    ) -> None:
        """Draw a row; on a new page, repeat its `titles` first."""
        broken = [
            self.canvas.lines(cell, _SIZE, share * _INNER - 2, 12) or [""]
            for cell, share in zip(cells, shares, strict=True)
        ]
        height = line_mm(_SIZE) * max(len(lines) for lines in broken) + 1
        if self._room(height) and titles:
            self._row(titles, shares, head=True)
        if head:
            self.canvas.box((_MARGIN, self.at), (_INNER, height), width=0, fill=_GREY)
        left = _MARGIN
        for number, (lines, share) in enumerate(zip(broken, shares, strict=True)):
            room = share * _INNER - 2
            # Numbers are aligned right, so that they can be compared down the column.
            aside = room - self.canvas.width(lines[0], _SIZE) if number and share < _WORDS_FROM else 0.0
            self.canvas.block((left + 1 + max(aside, 0.0), self.at + 0.5), lines, _SIZE, bold=head)
            left += share * _INNER
        self.at += height

    def _text(self, text: str, size: float, *, bold: bool = False, most: int = 2) -> None:
        lines = self.canvas.lines(text, size, _INNER, most)
        self._room(line_mm(size) * len(lines))
        self.at += self.canvas.block((_MARGIN, self.at), lines, size, bold=bold) + 1

    def _room(self, height: float) -> bool:
        """Start a new page if the rest of this one is too low; return whether that was so."""
        if self.at + height <= _BOTTOM:
            return False
        self._page()
        return True

    def _page(self) -> None:
        """Start a new page, numbered at its foot."""
        self.canvas.page()
        self.number += 1
        title = f"{self.study.name} · {self.scenario.letter} · {self.number}"
        self.canvas.block((_MARGIN, _BOTTOM + 3), self.canvas.lines(title, 7.5, _INNER, 1), 7.5)
        self.at = _MARGIN


def _costs(per_tonne: float | None, week: dict[str, Any]) -> tuple[str, str, str]:
    return _money(per_tonne), amount(week["km"]), amount(week["co2_kg"])


def _money(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def kg_of_trucks(kg: Sequence[int]) -> str:
    """Return kilograms by vehicle, equal ones grouped: "1,499 × 3 + 750"."""
    counted = Counter(kg)
    return " + ".join(f"{one:,}" + (f" × {count}" if count > 1 else "") for one, count in counted.items())


def _in_parts(day: str, points: Sequence[str]) -> list[Row]:
    """Split a day's points into rows that each fit a text, the day beside the first."""
    rows: list[list[str]] = [[]]
    for point in points:
        if sum(map(len, rows[-1])) > _MOST_IN_ROW:
            rows.append([])
        rows[-1].append(point)
    return [("" if number else day, " · ".join(row)) for number, row in enumerate(rows)]

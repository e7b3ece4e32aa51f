"""A scenario of a coverage study on paper: figures, a map, what trucks cost, on which days they call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.papers.fonts import Typeface
from app.papers.pen import PAGE_MM, Colour, Pen, line_mm
from app.papers.view import mercator, view_of
from app.papers.words import Words, amount
from app.studies.contents import positions
from app.studies.exporting import calendar_rows
from data.store.studies import Scenario, Study

_MARGIN, _MAP_MM = 14.0, 96.0
_INNER = PAGE_MM[0] - 2 * _MARGIN
_BOTTOM = PAGE_MM[1] - 14.0
_SIZE = 9.0
_BANDS: Final[tuple[Colour, ...]] = ((254, 237, 222), (253, 190, 133), (253, 141, 60), (166, 54, 3))
_OPEN: Colour = (11, 87, 164)
_GREY: Colour = (233, 240, 249)
_DAYS = (
    ("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"),
    ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun"),
)  # fmt: skip
_POINTS = ("{n} 个网点", "{n} points")
_MODELS = {
    "set_cover": ("用最少的网点覆盖所有人", "reach everybody with the fewest points"),
    "max_cover": ("用给定数量的网点覆盖最多的人", "reach the most with so many points"),
    "p_median": ("总路程最短", "make all ways together shortest"),
    "p_center": ("最远的人也尽量近", "bring the farthest as near as possible"),
}
_TITLES = {
    "name": ("方案", "Choice"), "points": ("网点", "Points"), "share_fetched": ("收走比例", "Fetched"),
    "cost_per_tonne": ("每吨成本 ¥", "¥ per tonne"), "km": ("每周里程 km", "km a week"),
    "co2_kg": ("每周 CO2 kg", "kg CO2 a week"), "county": ("县", "County"), "day": ("收运日", "Day"),
    "called": ("网点和重量 kg", "Points and kg"),
}  # fmt: skip

Row = tuple[str, ...]


def study_sheet(study: Study, scenario: Scenario, face: Typeface, words: Words) -> bytes:
    """The scenario as PDF; without prices it has the figures, the map and the points only."""
    pen = Pen(face, f"{study.name} {scenario.letter}")
    return _Sheet(pen, study, scenario, words).draw()


@dataclass
class _Sheet:
    """Goes down the pages; `at` is where the next line begins."""

    pen: Pen
    study: Study
    scenario: Scenario
    words: Words
    at: float = _MARGIN

    def draw(self) -> bytes:
        """Everything, in order."""
        answer = self.scenario.found or {}
        pricing = answer.get("pricing") or {}
        self.pen.page()
        name = f" {self.scenario.name}" if self.scenario.name else ""
        self._text(
            f"{self.study.name} · {self.words.of('方案', 'Scenario')} {self.scenario.letter}{name}",
            16,
            bold=True,
        )
        self._text(self._question(), 10)
        self._text(self._figures(), 10, most=3)
        self.at += 2
        self._map(answer)
        if "alternatives" in pricing:
            self._priced(pricing)
        elif "fault" in pricing:
            self._text(pricing["fault"]["cause"], _SIZE, most=3)
        return self.pen.finish()

    def _priced(self, pricing: dict[str, Any]) -> None:
        of = self.words.of
        self._heading(of("按真实路线的成本，每周", "Cost by real routes, a week"))
        self._table(
            ("name", "points", "share_fetched", "cost_per_tonne", "km", "co2_kg"),
            [self._choice(number, each) for number, each in enumerate(pricing["alternatives"])],
        )
        counties = pricing["alternatives"][0]["by_county"].items()
        self._heading(of("分县", "By county"))
        self._table(
            ("county", "points", "cost_per_tonne", "km", "co2_kg"),
            [
                (name or "–", str(each["points"]), *_costs(each["cost_per_tonne"], each))
                for name, each in counties
            ],
        )
        self._heading(of("收运日历", "Calendar"))
        self._table(("day", "called"), self._calendar(pricing), widths=(0.16, 0.84))
        method = pricing["method"].get(self.words.language) or pricing["method"]["en"]
        self._text(method, 7.5, most=8)

    def _choice(self, number: int, each: dict[str, Any]) -> tuple[str, ...]:
        of = self.words.of
        other = of(*_POINTS).format(n=each["points"])
        name = other if number else of("本方案", "this scenario")
        fetched = f"{100 * each['share_fetched']:.1f} %"
        return (name, str(each["points"]), fetched, *_costs(each["cost_per_tonne"], each["week"]))

    def _calendar(self, pricing: dict[str, Any]) -> list[Row]:
        weeks = pricing["terms"]["weeks"]
        called: dict[str, list[str]] = {}
        for visit in calendar_rows(self.study, self.scenario):
            week = f" ({visit['week']}/{weeks})" if weeks > 1 else ""
            day = self.words.of(*_DAYS[visit["weekday"] - 1]) + week
            called.setdefault(day, []).append(f"{visit['point']} {visit['kg']:,}")
        return [(day, " · ".join(points)) for day, points in called.items()]

    def _question(self) -> str:
        question, of = self.scenario.question, self.words.of
        told = [of(*_MODELS[question["model"]])]
        if question.get("radius"):
            told.append(self._way(question["radius"]))
        if question.get("p"):
            told.append(of(*_POINTS).format(n=question["p"]))
        return " · ".join(told)

    def _figures(self) -> str:
        figures, of = self.scenario.figures, self.words.of
        told = [of(*_POINTS).format(n=figures.get("points", 0))]
        if "covered" in figures:
            told.append(of("覆盖 {n} %", "{n} % within reach").format(n=f"{100 * figures['covered']:.1f}"))
        if figures.get("worst") is not None:
            told.append(of("最远 {way}", "farthest {way}").format(way=self._way(figures["worst"])))
        if figures.get("cost_per_tonne") is not None:
            told.append(f"¥{figures['cost_per_tonne']:,.0f}/t")
            told.append(of("每周 {n} km", "{n} km a week").format(n=amount(figures["km_per_week"])))
            told.append(
                of("每周 CO2 {n} kg", "{n} kg CO2 a week").format(n=amount(figures["co2_kg_per_week"]))
            )
        return " · ".join(told)

    def _way(self, value: float) -> str:
        if self.study.measure == "duration_s":
            return self.words.of("{n} 分钟", "{n} min").format(n=f"{value / 60:.0f}")
        return f"{value / 1000:.1f} km"

    def _map(self, answer: dict[str, Any]) -> None:
        places, points = positions(self.study.keys)
        corner, size = (_MARGIN, self.at), (_INNER, _MAP_MM)
        view = view_of([*places, *points], corner, size, margin_mm=6.0, least_m=1.0)
        limits = (900.0, 1800.0, 3600.0) if self.study.measure == "duration_s" else (5e3, 1e4, 2e4)
        nearest = answer.get("nearest") or [None] * len(places)
        with self.pen.inside(corner, size):
            for (x, y), way in zip(mercator(places).tolist(), nearest, strict=True):
                band = 3 if way is None else sum(way > limit for limit in limits)
                self.pen.disc(view.on_page(x, y), 0.9, fill=_BANDS[band])
            at_points = mercator(points).tolist()
            for column in answer.get("open", ()):
                x, y = view.on_page(*at_points[column])
                self.pen.box((x - 1.6, y - 1.6), (3.2, 3.2), fill=_OPEN)
        self.pen.box(corner, size)
        self.at += size[1] + 2

    def _heading(self, text: str) -> None:
        self.at += 3
        self._room(line_mm(11) + 2 * line_mm(_SIZE))
        self._text(text, 11, bold=True)

    def _table(self, columns: Sequence[str], rows: Sequence[Row], *, widths: Sequence[float] = ()) -> None:
        shares = widths or (0.28, *[0.72 / (len(columns) - 1)] * (len(columns) - 1))
        self._row([self.words.of(*_TITLES[key]) for key in columns], shares, head=True)
        for row in rows:
            self._row(row, shares)

    def _row(self, cells: Sequence[str], shares: Sequence[float], *, head: bool = False) -> None:
        broken = [
            self.pen.lines(cell, _SIZE, share * _INNER - 2, 12) or [""]
            for cell, share in zip(cells, shares, strict=True)
        ]
        height = line_mm(_SIZE) * max(len(lines) for lines in broken) + 1
        self._room(height)
        if head:
            self.pen.box((_MARGIN, self.at), (_INNER, height), width=0, fill=_GREY)
        left = _MARGIN
        for lines, share in zip(broken, shares, strict=True):
            self.pen.block((left + 1, self.at + 0.5), lines, _SIZE, bold=head)
            left += share * _INNER
        self.at += height

    def _text(self, text: str, size: float, *, bold: bool = False, most: int = 2) -> None:
        lines = self.pen.lines(text, size, _INNER, most)
        self._room(line_mm(size) * len(lines))
        self.at += self.pen.block((_MARGIN, self.at), lines, size, bold=bold) + 1

    def _room(self, height: float) -> None:
        if self.at + height > _BOTTOM:
            self.pen.page()
            self.at = _MARGIN


def _costs(per_tonne: float | None, week: dict[str, Any]) -> tuple[str, str, str]:
    told = "–" if per_tonne is None else f"{per_tonne:,.0f}"
    return told, amount(week["km"]), amount(week["co2_kg"])

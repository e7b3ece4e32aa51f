"""Map of a study as PDF: roads, places coloured by travel cost, open points with their stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.exports.pdf.background import Background
from app.exports.pdf.canvas import Canvas, Colour, Point
from app.exports.pdf.map import View, draw_roads, draw_scale, mercator, view_of
from app.exports.study.wording import stage_text, way_unit
from app.exports.words import Words
from app.services.studies.contents import opened_in, point_names, positions, stages_of
from data.domain.places import LonLat
from data.store.studies.tables import Scenario, Study
from network.coverage.scenario_study import band_limits

LEGEND_MM = 5.0
_BANDS: Final[tuple[Colour, ...]] = ((254, 237, 222), (253, 190, 133), (253, 141, 60), (166, 54, 3))
_UNKNOWN: Colour = (195, 203, 199)
_WHITE: Colour = (255, 255, 255)
_STANDS: Colour = (27, 33, 31)
_STAGES: Final[tuple[Colour, ...]] = ((11, 87, 164), (46, 117, 189), (90, 111, 158), (107, 95, 143))
_HALF, _LABEL, _MOST_LABELS, _MANY_PLACES, _MOST_ROADS = 1.7, 6.5, 20, 800, 20_000


def draw_map(
    canvas: Canvas,
    study: Study,
    scenario: Scenario,
    *,
    words: Words,
    roads: Background,
    corner: Point,
    size: Point,
) -> None:
    """Draw the map in a rectangle of the page, and its legend in `LEGEND_MM` below."""
    places, points = positions(study.keys)
    view = view_of([*places, *points], corner, size, margin_mm=7.0, least_m=300.0)
    with canvas.inside(corner, size):
        draw_roads(canvas, view, roads, most=_MOST_ROADS)
        _draw_places(canvas, view, study, scenario, places)
        _draw_points(canvas, view, study, scenario, points)
        draw_scale(canvas, view, places[0].lat)
    canvas.box(corner, size)
    _draw_legend(canvas, study, scenario, words, (corner[0], corner[1] + size[1] + 1.2))


def _draw_places(
    canvas: Canvas, view: View, study: Study, scenario: Scenario, places: Sequence[LonLat]
) -> None:
    nearest = (scenario.found or {}).get("nearest")
    limits = band_limits(study.measure)
    # Small if there are many, so that they do not cover one another.
    radius = 0.9 if len(places) <= _MANY_PLACES else 0.45
    for number, (x, y) in enumerate(mercator(places).tolist()):
        fill = _UNKNOWN
        if nearest is not None:
            way = nearest[number]
            fill = _BANDS[3 if way is None else sum(way > limit for limit in limits)]
        canvas.disc(view.on_page(x, y), radius, fill=fill)


def _draw_points(
    canvas: Canvas, view: View, study: Study, scenario: Scenario, points: Sequence[LonLat]
) -> None:
    opened = (scenario.found or {}).get("open", ())
    stage_of, names = opened_in(scenario), point_names(study)
    existing = set(study.keys.get("existing", ()))
    spots = mercator(points).tolist()
    taken: list[tuple[float, float, float]] = []
    named = len(opened) <= _MOST_LABELS and study.places <= _MANY_PLACES
    for number, column in enumerate(opened, start=1):
        x, y = view.on_page(*spots[column])
        stage = stage_of.get(column)
        fill = _STANDS if column in existing else _shade(stage)
        canvas.box((x - _HALF, y - _HALF), (2 * _HALF, 2 * _HALF), fill=fill)
        label = mark_of(number, stage, stands=column in existing)
        size = 7.0 if len(label) < 3 else 5.0
        canvas.text((x - canvas.width(label, size) / 2, y + 0.9), label, size, bold=True, colour=_WHITE)
        if named:
            _draw_name(canvas, view, (x, y), names[column], taken)


def mark_of(number: int, stage: int | None, *, stands: bool) -> str:
    """Return the label of an open point: its stage, or its number in the list of open points."""
    if stage is None:
        return str(number)
    return "" if stands else str(stage)


def _draw_name(
    canvas: Canvas, view: View, at: Point, name: str, taken: list[tuple[float, float, float]]
) -> None:
    """Draw a name right of the point, or left of it near the edge, unless it covers another name."""
    text = next(iter(canvas.lines(name, _LABEL, 34.0, 1)), "")
    width = canvas.width(text, _LABEL)
    left = at[0] + _HALF + 0.6
    if left + width > view.corner[0] + view.size[0] - 1:
        left = at[0] - _HALF - 0.6 - width
    if any(abs(at[1] - y) < 2.6 and left < to and left + width > start for start, to, y in taken):
        return
    taken.append((left, left + width, at[1]))
    canvas.text((left, at[1] + 0.85), text, _LABEL)


def _draw_legend(canvas: Canvas, study: Study, scenario: Scenario, words: Words, at: Point) -> None:
    x, y = at[0], at[1] + 1.8
    unit = words("study-unit-min") if study.measure == "duration_s" else words("study-unit-km")
    parts = [f"≤ {limit / way_unit(study)[1]:.0f} {unit}" for limit in band_limits(study.measure)]
    parts.append(words("study-farther-or-no-way"))
    for fill, text in zip(_BANDS, parts, strict=True):
        canvas.disc((x + 1, y), 0.9, fill=fill)
        x = _legend_text(canvas, (x + 2.6, y), text)
    for fill, number, text in _squares(study, scenario, words):
        canvas.box((x, y - _HALF), (2 * _HALF, 2 * _HALF), fill=fill)
        canvas.text((x + _HALF - canvas.width(number, 7) / 2, y + 0.9), number, 7, bold=True, colour=_WHITE)
        x = _legend_text(canvas, (x + 2 * _HALF + 0.8, y), text)


def _squares(study: Study, scenario: Scenario, words: Words) -> list[tuple[Colour, str, str]]:
    found: list[tuple[Colour, str, str]] = []
    if study.keys.get("existing"):
        found.append((_STANDS, "", words("study-existing-point")))
    stages = stages_of(scenario)
    if not stages:
        return [*found, (_STAGES[0], "", words("study-open-point"))]
    numbers = range(1, len(stages) + 1)
    return found + [(_shade(n), str(n), stage_text(words, scenario, n)) for n in numbers]


def _legend_text(canvas: Canvas, at: Point, text: str) -> float:
    """Draw a text of the legend; return where the next entry begins."""
    shown = canvas.shown(text)
    canvas.text((at[0], at[1] + 0.9), shown, 7.5)
    return at[0] + canvas.width(shown, 7.5) + 3


def _shade(stage: int | None) -> Colour:
    return _STAGES[0 if stage is None else min(stage - 1, len(_STAGES) - 1)]

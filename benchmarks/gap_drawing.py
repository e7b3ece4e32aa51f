"""Mean gaps by family and engine as an SVG of bars."""

from __future__ import annotations

import statistics
from html import escape
from typing import Any

COLOURS = {"auto": "#0f766e", "pyvrp": "#b45309", "ortools": "#6d28d9", "vroom": "#475569"}
NAMES = {"auto": "Huiliu", "pyvrp": "PyVRP", "ortools": "OR-Tools", "vroom": "VROOM"}
WIDTH, BAR, SPACE, LEFT = 720, 16, 14, 150
LONGEST_PERCENT = 30.0
"""Bars end here; their figures tell what they stand for."""


def drawing(rows: list[dict[str, Any]]) -> str:
    """Bars for the mean gap to the best known costs; days, which have none, as cost over ours.

    Parameters
    ----------
    rows
        Of `benchmarks.routing`, of one run.
    """
    means = _means(rows)
    largest = max([value for values in means.values() for value in values.values()], default=1.0) or 1.0
    longest = min(largest, LONGEST_PERCENT)
    lines: list[str] = []
    y = 44
    for (family, seconds), values in means.items():
        lines.append(f'<text x="8" y="{y + 12}">{escape(family)}, {seconds:g} s</text>')
        for engine, value in values.items():
            length = max(1.0, (WIDTH - LEFT - 170) * min(value, longest) / longest)
            colour = COLOURS.get(engine, "#334155")
            label = f"{escape(NAMES.get(engine, engine))} {value:.2f} %"
            lines.append(
                f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR - 3}" fill="{colour}"/>'
            )
            lines.append(f'<text x="{LEFT + length + 6:.1f}" y="{y + 11}">{label}</text>')
            y += BAR
        y += SPACE
    title = "Cost above the best known (days: above ours), mean, less is better"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="8" y="22" font-size="15">{title}</text>{"".join(lines)}</svg>\n'
    )


def _means(rows: list[dict[str, Any]]) -> dict[tuple[str, float], dict[str, float]]:
    above: dict[tuple[str, float], dict[str, list[float]]] = {}
    ours = {(r["instance"], r["seconds"], r["seed"]): r["cost"] for r in rows if r["engine"] == "auto"}
    for row in rows:
        if row["error"] or row["cost"] is None:
            continue
        value = row["gap_percent"]
        if value is None:
            cost = ours.get((row["instance"], row["seconds"], row["seed"]))
            if row["engine"] == "auto" or not cost:
                continue
            value = 100 * (row["cost"] / cost - 1)
        engines = above.setdefault((row["family"], row["seconds"]), {})
        engines.setdefault(row["engine"], []).append(max(value, 0.0))
    return {
        key: {engine: statistics.mean(values) for engine, values in engines.items()}
        for key, engines in above.items()
    }

"""The diagram of the house, drawn from the imports of the code as SVG.

Each package is a band that may import from the bands below it; its folders are boxes, lowest layer at the
bottom. A line is an import between folders of one package that no chain of other lines implies.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[1]
PACKAGES = ("app", "workers", "routing", "network", "data")
WIDTH, MARGIN, GAP = 1240, 16, 14
BOX_HEIGHT, ROW_HEIGHT, TITLE_HEIGHT, BAND_GAP = 28, 52, 30, 34
LETTER_WIDTH = 8.0
COLOURS = {
    "app": "#2f6f9f",
    "workers": "#8a5a9c",
    "routing": "#b0612b",
    "network": "#3b7d4f",
    "data": "#6b6b6b",
}
BESIDE = ("routing", "network")


def folder_of(module: str, packages: set[str]) -> str:
    """The folder, two levels deep, that a module lies in; a module at a package's top stands for itself."""
    parent = module if module in packages else module.rpartition(".")[0]
    return ".".join(parent.split(".")[:2]) if "." in parent else module


def folder_graph() -> nx.DiGraph:
    """Folders of the five packages, with an edge for each import between them."""
    sources = {_name(path): path for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    packages = {name for name in sources if sources[name].name == "__init__.py"}
    graph = nx.DiGraph()
    for module, path in sorted(sources.items()):
        if module in PACKAGES or ".migrations" in module:
            continue
        graph.add_node(folder_of(module, packages))
        for name in _imported(path):
            target = name if name in sources else name.rpartition(".")[0]
            if target in sources and target not in PACKAGES:
                ends = folder_of(module, packages), folder_of(target, packages)
                if ends[0] != ends[1]:
                    graph.add_edge(*ends)
    return graph


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path) -> Iterable[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def diagram() -> str:
    """The SVG document."""
    graph = folder_graph()
    boxes: dict[str, tuple[float, float, float]] = {}
    bands: list[tuple[str, float, float, float, float]] = []
    y = float(MARGIN)
    for group in (("app",), ("workers",), BESIDE, ("data",)):
        width = (WIDTH - 2 * MARGIN - GAP * (len(group) - 1)) / len(group)
        heights = []
        for number, package in enumerate(group):
            x = MARGIN + number * (width + GAP)
            heights.append(_lay_out(graph, package, (x, y, width), boxes))
        height = max(heights)
        for number, package in enumerate(group):
            bands.append((package, MARGIN + number * (width + GAP), y, width, height))
        y += height + BAND_GAP
    edges = [(start, end) for start, end in graph.edges if start.split(".")[0] == end.split(".")[0]]
    inside = graph.edge_subgraph(edges)
    return _svg(nx.transitive_reduction(_acyclic(inside)), boxes, bands, y - BAND_GAP + MARGIN)


def _acyclic(graph: nx.DiGraph) -> nx.DiGraph:
    """The graph without edges that close a cycle (there are none; a test says so)."""
    kept = graph.copy()
    while not nx.is_directed_acyclic_graph(kept):
        kept.remove_edge(*nx.find_cycle(kept)[-1][:2])
    return kept


def _lay_out(
    graph: nx.DiGraph,
    package: str,
    area: tuple[float, float, float],
    boxes: dict[str, tuple[float, float, float]],
) -> float:
    """Place a package's boxes in rows by layer, wrapped to the width; the height of its band."""
    left, top, width = area
    inner = graph.subgraph([name for name in graph if name.split(".")[0] == package])
    layers: dict[int, list[str]] = defaultdict(list)
    for name in nx.topological_sort(_acyclic(inner).reverse()):
        below = [layer for layer, names in layers.items() if set(inner.successors(name)) & set(names)]
        layers[max(below, default=-1) + 1].append(name)
    y = top + TITLE_HEIGHT
    for layer in sorted(layers, reverse=True):
        for row in _wrap(sorted(layers[layer]), width - 2 * GAP):
            spare = width - sum(_width(name) for name in row)
            x = left + spare / (len(row) + 1)
            for name in row:
                boxes[name] = (x, y, _width(name))
                x += _width(name) + spare / (len(row) + 1)
            y += ROW_HEIGHT
    return y - top


def _width(name: str) -> float:
    return len(_label(name)) * LETTER_WIDTH + 18


def _wrap(names: list[str], width: float) -> Iterator[list[str]]:
    """Rows of names whose boxes fit into a width."""
    row: list[str] = []
    for name in names:
        if row and sum(_width(each) + GAP for each in (*row, name)) > width:
            yield row
            row = []
        row.append(name)
    yield row


def _label(name: str) -> str:
    return name.partition(".")[2] or name


def _svg(
    arrows: nx.DiGraph,
    boxes: dict[str, tuple[float, float, float]],
    bands: list[tuple[str, float, float, float, float]],
    height: float,
) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img">',
        "<title>Packages and folders of Huiliu, and what imports what</title>",
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>',
    ]
    for package, x, y, width, tall in bands:
        colour = COLOURS[package]
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{tall:.0f}" rx="6" fill="{colour}" '
            f'fill-opacity="0.08" stroke="{colour}"/>'
            f'<text x="{x + 10:.0f}" y="{y + 20:.0f}" font-weight="bold" fill="{colour}">{package}/</text>'
        )
    for start, end in sorted(arrows.edges):
        parts.append(_arrow(start, end, boxes))
    for name, (x, y, width) in sorted(boxes.items()):
        colour = COLOURS[name.split(".")[0]]
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="4" fill="#ffffff" '
            f'stroke="{colour}"/>'
            f'<text x="{x + 9:.0f}" y="{y + 20:.0f}" fill="#222222">{escape(_label(name))}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _arrow(start: str, end: str, boxes: dict[str, tuple[float, float, float]]) -> str:
    """A curve from the bottom of one box to the top of a lower one."""
    (x1, y1, w1), (x2, y2, w2) = boxes[start], boxes[end]
    from_x, from_y, to_x, to_y = x1 + w1 / 2, y1 + BOX_HEIGHT, x2 + w2 / 2, y2
    bend = (to_y - from_y) / 2
    colour = COLOURS[start.split(".", maxsplit=1)[0]]
    return (
        f'<path d="M{from_x:.0f} {from_y:.0f} C{from_x:.0f} {from_y + bend:.0f} {to_x:.0f} {to_y - bend:.0f} '
        f'{to_x:.0f} {to_y:.0f}" fill="none" stroke="{colour}" stroke-opacity="0.5"/>'
    )

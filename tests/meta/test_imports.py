"""Imports of the five packages form no cycle, between modules or between folders."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "workers", "routing", "network", "data")


def module_name(path: Path) -> str:
    """Dotted name of a source file; a package's ``__init__`` bears the package's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(source: str) -> Iterable[str]:
    """Every absolute name that a module imports, in functions and under ``TYPE_CHECKING`` too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def import_graph() -> nx.DiGraph:
    """Modules of the five packages, with an edge to each module that one imports."""
    sources = {module_name(path): path for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    graph = nx.DiGraph()
    graph.add_nodes_from(sources)
    for module, path in sources.items():
        for name in imported_names(path.read_text("utf-8")):
            target = name if name in sources else name.rpartition(".")[0]
            if target in sources and target != module:
                graph.add_edge(module, target)
    return graph


@pytest.fixture(scope="module")
def modules() -> nx.DiGraph:
    return import_graph()


def cycles(graph: nx.DiGraph) -> list[list[str]]:
    return [sorted(group) for group in nx.strongly_connected_components(graph) if len(group) > 1]


def folders(graph: nx.DiGraph) -> nx.DiGraph:
    """The graph of folders two levels deep; a module beside folders stands for itself."""
    packages = {name for name in graph if (ROOT / name.replace(".", "/")).is_dir()}

    def folder(name: str) -> str:
        parent = name if name in packages else name.rpartition(".")[0]
        return ".".join(parent.split(".")[:2]) if "." in parent else name

    merged: Mapping[str, set[str]] = defaultdict(set)
    for module, target in graph.edges:
        if folder(module) != folder(target):
            merged[folder(module)].add(folder(target))
    return nx.DiGraph(merged)


def test_modules_import_one_another_in_no_circle(modules: nx.DiGraph) -> None:
    assert cycles(modules) == []


def test_folders_import_one_another_in_no_circle(modules: nx.DiGraph) -> None:
    assert cycles(folders(modules)) == []


def test_a_circle_would_be_found() -> None:
    graph = nx.DiGraph([("a.x", "a.y"), ("a.y", "a.x"), ("a.z", "a.x")])
    assert cycles(graph) == [["a.x", "a.y"]]

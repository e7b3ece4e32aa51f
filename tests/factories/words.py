"""The word catalogue as parsed files: what a translator's tool sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from data.words.catalogue import FOLDER


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern of a message: its value, or one of its attributes."""

    file: str
    key: str
    attribute: str
    text: str
    variables: frozenset[str]
    selectors: frozenset[str]


class _Parts(Visitor):
    """Literal text of a pattern, the variables it shows and those that choose a plural."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.variables: set[str] = set()
        self.selectors: set[str] = set()

    def visit_TextElement(self, node: ast.TextElement) -> None:
        self.text.append(node.value)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        if isinstance(node.selector, ast.VariableReference):
            self.selectors.add(node.selector.id.name)
        for variant in node.variants:
            self.visit(variant.value)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)


def _entry(file: str, key: str, attribute: str, pattern: ast.Pattern) -> Entry:
    parts = _Parts()
    parts.visit(pattern)
    return Entry(
        file, key, attribute, "".join(parts.text), frozenset(parts.variables), frozenset(parts.selectors)
    )


def entries(language: str) -> Iterator[Entry]:
    """Every pattern of a language, file by file."""
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for node in parse(path.read_text("utf-8")).body:
            assert not isinstance(node, ast.Junk), f"{path.name}: {node.content}"
            if isinstance(node, ast.Message):
                if node.value is not None:
                    yield _entry(path.name, node.id.name, "", node.value)
                for attribute in node.attributes:
                    yield _entry(path.name, node.id.name, attribute.id.name, attribute.value)

"""Every test asserts something, and unit tests lie where the code that they test lies."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
UNIT = TESTS / "unit"
ASSERTING = {"raises", "warns", "fail", "expect", "wait_for"}
"""Calls that fail a test by themselves: pytest's and Playwright's."""


@cache
def functions() -> list[tuple[Path, ast.FunctionDef]]:
    """Every function below ``tests``, nested ones too."""
    return [
        (path.relative_to(TESTS), node)
        for path in sorted(TESTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def called_names(function: ast.FunctionDef) -> set[str]:
    """Functions that a function calls, methods that fail a test, and the fixtures that it takes."""
    names = {argument.arg for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names.add(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names.update({node.func.attr} & ASSERTING)
    return names


def has_assert(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(function))


def test_every_test_asserts_something() -> None:
    """Itself, or by a function or fixture that does."""
    calls = [(path, function.name, called_names(function)) for path, function in functions()]
    asserting = ASSERTING | {function.name for _, function in functions() if has_assert(function)}
    grown = True
    while grown:
        found = {name for _, name, called in calls if called & asserting}
        grown = not found <= asserting
        asserting |= found
    without = [
        f"{path}: {name}" for path, name, _ in calls if name.startswith("test_") and name not in asserting
    ]
    assert without == []


@pytest.mark.parametrize(
    "path", [path.relative_to(UNIT) for path in sorted(UNIT.rglob("test_*.py"))], ids=str
)
def test_a_unit_test_is_named_after_a_module_or_a_package(path: Path) -> None:
    tested = TESTS.parent / path.parent / path.stem.removeprefix("test_")
    assert tested.with_suffix(".py").is_file() or tested.is_dir()

"""What the documentation refers to exists: files behind links, modules and paths named in code spans."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "benchmarks" / "results").glob("*.md"),
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "app" / "frontend" / "README.md",
    ]
)
TOPS = "app|workers|routing|network|data|scripts|tests|benchmarks"
LINK = re.compile(r"""\]\(([^)\s]+)\)|(?:src|href)="([^"]+)\"""")
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FILE = re.compile(rf"(?<![\w/.-])((?:{TOPS}|docs)/[\w./{{}},*-]*)")
DOTTED = re.compile(rf"(?<![\w/.-])((?:{TOPS})(?:\.\w+)+)(?![\w/])")
MADE_BY_READERS = frozenset({"tests/features/test_max_tasks.py"})
"""Files that a tutorial asks its reader to write."""
NO_MODULE = re.compile(r"\.(json|csv|toml|md|xlsx|pdf|tar|bin|npz|geojson)$")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.S)


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as code hosts and the site make them."""
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text("utf-8")), re.M)
    plain = [re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = SPAN.sub("", without_code(page.read_text("utf-8")))
    dead = []
    for found in LINK.finditer(text):
        target = found[1] or found[2]
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_module_and_path_that_is_named_exists(page: Path) -> None:
    unknown = []
    for span in SPAN.findall(without_code(page.read_text("utf-8"))):
        unknown += [path for path in FILE.findall(span) if not path_exists(path)]
        names = [name for name in DOTTED.findall(FILE.sub("", span)) if not NO_MODULE.search(name)]
        unknown += [name for name in names if not is_known(name)]
    assert unknown == []


def test_the_site_lists_every_page() -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    pages |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "benchmarks" / "results").glob("*.md")}
    assert set(leaves(nav)) == pages | {"CONTRIBUTING.md"}


def leaves(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for each in entry.values() if isinstance(entry, dict) else entry:
            yield from leaves(each)


def path_exists(path: str) -> bool:
    """Whether a path, or each alternative in braces, is in the repository; a module may lack its suffix."""
    if path in MADE_BY_READERS:
        return True
    braces = re.search(r"\{([^}]*)\}", path)
    if braces:
        return all(path_exists(path.replace(braces[0], one.strip(), 1)) for one in braces[1].split(","))
    plain = path.rstrip("./")
    if "*" in plain:
        return any(ROOT.glob(plain))
    return (ROOT / plain).exists() or (ROOT / f"{plain}.py").exists()


@cache
def is_known(name: str) -> bool:
    """Whether a dotted name is a package, a module, or something that a module defines or imports."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        if place.is_dir() and length == len(parts):
            return True
        module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if module.exists():
            return length == len(parts) or parts[length] in defined(module)
    return False


def defined(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name | ast.alias):
            names.add(node.id if isinstance(node, ast.Name) else (node.asname or node.name))
    return names

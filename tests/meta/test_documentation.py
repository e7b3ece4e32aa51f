"""Settings, error codes and commands are documented, and nothing is documented that does not exist."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from app.cli import COMMANDS
from data.settings import PREFIX, Settings, variable_of

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "workers", "routing", "network", "data")
CODE = re.compile(r"""["']([SNRFIWAC]\d{3})["']""")


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def codes_in_source() -> set[str]:
    return {code for path in sources() for code in CODE.findall(path.read_text("utf-8"))}


def codes_in_docs() -> set[str]:
    return set(
        re.findall(r"^\| ([A-Z]\d{3}) \|", (ROOT / "docs/reference/errors.md").read_text("utf-8"), re.M)
    )


def test_every_error_code_raised_is_documented() -> None:
    assert codes_in_source() - codes_in_docs() == set()


def test_no_error_code_is_documented_that_nothing_raises() -> None:
    assert codes_in_docs() - codes_in_source() == set()


def test_a_code_means_one_thing() -> None:
    listed = re.findall(r"^\| ([A-Z]\d{3}) \|", (ROOT / "docs/reference/errors.md").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(set(listed))


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    documented = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", text))
    assert documented == {variable_of(name) for name in Settings.model_fields}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    assert f"huiliu {command}" in (ROOT / "docs/reference/cli.md").read_text("utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    front_end = json.loads((ROOT / "app/frontend/package.json").read_text("utf-8"))
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[^\w-]", requirement)[0] for requirement in declared}
    names |= front_end["dependencies"].keys() | front_end["devDependencies"].keys()
    text = (ROOT / "docs/reference/dependencies.md").read_text("utf-8")
    cells = re.findall(r"^\| ([^|]+) \|", text, re.M)
    listed = {name.removesuffix(" (optional)") for cell in cells for name in cell.strip().split(", ")}
    assert listed - {"package", "---"} == names


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"os\.(environ\.get|environ\[|getenv)", path.read_text("utf-8"))
    }
    assert readers <= {"data/settings.py"}


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if "migrations/versions" not in str(path) and (lines := path.read_text("utf-8").count("\n")) > 400
    }
    assert long == {}


def test_every_folder_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name == "__init__.py" and ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]
    assert silent == []


def test_the_architecture_page_has_the_layers_of_the_contracts() -> None:
    page = (ROOT / "docs/explanation/architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \| ((?:`\w+`[^|]*)+) \|$", page, re.M))
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    layers = {
        contract["containers"][0]: [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]
        for contract in tools["importlinter"]["contracts"]
        if "containers" in contract
    }
    assert {
        name: [set(re.findall(r"`(\w+)`", layer)) for layer in row.split(" · ")] for name, row in rows.items()
    } == layers


def test_lock_files_name_no_host() -> None:
    for name in ("requirements.lock", "bootstrap.lock", "app/frontend/package-lock.json"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r'"resolved"|--index-url|registry\.|files\.python', text), name

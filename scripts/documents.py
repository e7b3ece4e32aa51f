"""Writes the pages that are made from the code: `python -m scripts.documents [--check]`.

Error codes from the word catalogue, commands from click, settings from their class, the API from its OpenAPI
document, and the diagram of the packages from their imports. With ``--check`` nothing is written; a page that
differs is named and the exit code is 1.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from fluent.syntax import ast, parse

from app.api.documentation import document_text
from app.cli import COMMANDS, cli
from app.factory import create_app
from data.settings import Settings, variable_of
from data.words.catalogue import FOLDER, action_word, word
from routing.formats.native import plan_schema, problem_schema
from scripts.diagram import diagram

ROOT = Path(__file__).parents[1]
MADE = "<!-- Made by `python -m scripts.documents`; do not edit. -->\n\n"


def error_codes() -> str:
    """Every error code with cause and action in both languages, in the order of the catalogue."""
    lines = [
        "# Error codes\n",
        MADE,
        "Every error carries a code, a cause and an action; where it applies, the row, JSON path or\n"
        "object too. The letter names the part, the digits the case. The English texts are general: an\n"
        "error that is raised names the offending value.\n",
    ]
    for node in parse((FOLDER / "en" / "errors.ftl").read_text("utf-8")).body:
        if isinstance(node, ast.GroupComment) and node.content:
            level = "##" if re.match(r"[A-Z] —", node.content) else "###"
            lines.append(f"\n{level} {node.content}\n\n| code | cause | action | 中文 |\n|---|---|---|---|\n")
        elif isinstance(node, ast.Message):
            code = node.id.name
            note = f" ({_inline(node.comment.content or '')})" if node.comment else ""
            chinese = word("zh", code) + action_word("zh", code)
            lines.append(f"| {code} | {word('en', code)}{note} | {action_word('en', code)} | {chinese} |\n")
    return "".join(lines)


def _inline(comment: str) -> str:
    return comment.replace("\n", "; ")


def commands() -> str:
    """Every command of `huiliu` with its arguments, options and their defaults."""
    lines = [
        "# Command line\n",
        MADE,
        "Every command has `--help`, exits 0 on success and 2 on bad usage or input, with one line per\n"
        "problem on stderr; `--json` prints one JSON document on stdout. Any command creates or migrates\n"
        "`HUILIU_HOME`.\n",
    ]
    context = click.Context(cli, info_name="huiliu")
    for name in sorted(COMMANDS):
        command = cli.get_command(context, name)
        assert command is not None
        lines.extend(_command(command, click.Context(command, info_name=name, parent=context), 2))
    return "".join(lines)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n{'#' * level} {context.command_path}\n\n    {context.command_path} {usage}\n\n"
    yield inspect.cleandoc(command.help or "").replace("\b\n", "") + "\n"
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    records = [record for option in options if (record := option.get_help_record(context))]
    if records:
        yield "\n| option | meaning |\n|---|---|\n"
        yield from (f"| `{_cell(names)}` | {_cell(meaning)} |\n" for names, meaning in records)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from _command(child, click.Context(child, info_name=name, parent=context), level + 1)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def settings() -> str:
    """Every environment variable with its default and meaning, from `Settings`."""
    lines = [
        "# Settings\n",
        MADE,
        "Environment variables, all optional. Nothing else reads the environment; a `HUILIU_` variable\n"
        "that is not in this table is refused (S102), because it is most often a typo. Values\n"
        "are checked when the program starts (S101).\n",
        "\n| variable | default | meaning |\n|---|---|---|\n",
    ]
    for name, field in Settings.model_fields.items():
        if field.is_required():
            default = "`$XDG_DATA_HOME/huiliu`, else `~/.local/share/huiliu`"
        elif isinstance(field.default, str):
            default = f"`{field.default}`" if field.default else "empty"
        else:
            default = f"`{field.default:g}`"
        lines.append(f"| `{variable_of(name)}` | {default} | {_cell(field.description or '')} |\n")
    return "".join(lines)


def api() -> str:
    """Every call of the HTTP API by its address; the OpenAPI document has the shapes."""
    document: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    lines = [
        "# HTTP API\n",
        MADE,
        "The shapes of bodies and answers are in the OpenAPI document: `docs/openapi.json` here,\n"
        "`/api/v1/openapi.json` on a running server, which also renders it as a page at `/docs/api`.\n"
        "JSON; times of a plan are seconds after its `start`; coordinates are WGS-84, longitude first.\n"
        "A session's cookie with `X-CSRF-Token`, or `Authorization: Bearer KEY`. An error answers\n"
        '`{"faults": [{"code", "cause", "action", "where"}]}` with a fitting status; the codes are in\n'
        "[errors.md](errors.md).\n",
        "\n| call | what it does | answers |\n|---|---|---|\n",
    ]
    for path, methods in sorted(document["paths"].items()):
        for method, call in methods.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                text = call.get("summary") or call.get("description") or ""
                statuses = ", ".join(sorted(call["responses"]))
                lines.append(f"| `{method.upper()} {path}` | {_cell(text)} | {statuses} |\n")
    return "".join(lines)


def schema(made: Callable[[], dict[str, Any]]) -> Callable[[], str]:
    """A JSON Schema as it is published."""
    return lambda: json.dumps(made(), ensure_ascii=False, indent=2) + "\n"


def openapi() -> str:
    """The OpenAPI document of the application, made without a database or a queue."""
    with TemporaryDirectory() as home:
        return document_text(create_app(Settings(home=Path(home), secret_key="-")))  # noqa: S106


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/openapi.json": openapi,
    "docs/problem.schema.json": schema(problem_schema),
    "docs/plan.schema.json": schema(plan_schema),
    "docs/reference/errors.md": error_codes,
    "docs/reference/cli.md": commands,
    "docs/reference/settings.md": settings,
    "docs/reference/api.md": api,
    "docs/images/house.svg": diagram,
}
"""File → what makes its text."""


def main(arguments: list[str]) -> int:
    """Write what differs, or only name it."""
    check = "--check" in arguments
    differs = [name for name, made in DOCUMENTS.items() if not _has(ROOT / name, made(), write=not check)]
    for name in differs:
        print(f"{name} {'differs: run python -m scripts.documents' if check else 'written'}")
    return 1 if differs and check else 0


def _has(path: Path, text: str, *, write: bool) -> bool:
    same = path.exists() and path.read_text("utf-8") == text
    if write and not same:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return same


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Sections on what others call: the command line, the HTTP API, the JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from tests.golden import project
from tests.golden.canonical import without

WORDS = ("help", "short_help", "epilog", "deprecated")
"""Of a command's description: what may be said better without changing what it does."""


def cli_commands() -> Any:
    """Every command with its parameters, their names, types and defaults."""
    root = project.command_line()
    with click.Context(root, info_name="huiliu", **root.context_settings) as context:
        return without(context.to_info_dict()["command"], *WORDS)


def cli_help() -> Any:
    """What `--help` says of every command."""
    root = project.command_line()
    return {
        " ".join(path): command.get_help(context).splitlines() for path, command, context in _commands(root)
    }


def openapi_shape() -> Any:
    """The OpenAPI document without its sentences."""
    return _without_texts(_openapi())


def openapi_texts() -> Any:
    """The sentences of the OpenAPI document, by where they stand."""
    return dict(_texts(_openapi(), ""))


def native_schemas() -> Any:
    """JSON Schemas of native problems and plans, sentences included."""
    native = project.formats().native
    return {"problem": native.problem_schema(), "plan": native.plan_schema()}


def routes() -> Any:
    """Every address that the application answers, with its methods."""
    app, _ = project.web_application()
    return sorted(
        f"{rule.rule} {' '.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        for rule in app.url_map.iter_rules()
    )


def _openapi() -> Any:
    return json.loads(project.web_application()[1])


def _commands(root: click.Command) -> Iterator[tuple[list[str], click.Command, click.Context]]:
    # As the program makes it: which options ask for help is settled once per command, by the first context.
    first = click.Context(root, info_name="huiliu", terminal_width=100, **root.context_settings)
    waiting = [(["huiliu"], root, first)]
    while waiting:
        path, command, context = waiting.pop()
        yield path, command, context
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                below = click.Context(inner, info_name=name, parent=context, terminal_width=100)
                waiting.append(([*path, name], inner, below))


def _is_text(key: str, value: Any) -> bool:
    return key in ("description", "summary") and isinstance(value, str)


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_texts(inner) for key, inner in value.items() if not _is_text(key, inner)}
    return [_without_texts(inner) for inner in value] if isinstance(value, list) else value


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if _is_text(str(key), inner):
            yield f"{where}/{key}", inner
        else:
            yield from _texts(inner, f"{where}/{key}")

"""The `huiliu` command: a click group that loads the module of a command only when it is called.

Commands on problem files are in `problem`, on road networks in `network`, on coverage studies in `coverage`,
on accounts in `accounts`; the other modules run and maintain an installation.
"""

from __future__ import annotations

import json
import math
import sys
from importlib import import_module
from typing import Any

import click

from data.domain.errors import HuiliuError, InputError, NotFoundError

COMMANDS = {
    "backup": "app.cli.backup:backup",
    "calendar": "app.cli.problem.calendar:calendar",
    "check": "app.cli.problem.solve:check",
    "coverage": "app.cli.coverage.commands:coverage",
    "db": "app.cli.db:db",
    "demand": "app.cli.coverage.demand:demand",
    "demo": "app.cli.demo:demo",
    "doctor": "app.cli.doctor:doctor",
    "import": "app.cli.importing:import_group",
    "network": "app.cli.network.commands:network",
    "openapi": "app.cli.openapi:openapi",
    "people": "app.cli.accounts.people:people",
    "plan": "app.cli.plan:plan",
    "restore": "app.cli.backup:restore",
    "serve": "app.cli.serve:serve",
    "solve": "app.cli.problem.solve:solve",
    "user": "app.cli.accounts.user:user",
    "why": "app.cli.problem.why:why",
    "worker": "app.cli.worker:worker",
}
"""Command name → ``module:attribute`` of its click command."""


class LazyGroup(click.Group):
    """A group whose commands are imported on use, so that ``--help`` and small commands start fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huiliu", prog_name="huiliu")
def cli() -> None:
    """Huiliu 回流 plans recycling logistics: road networks, daily routes, collection points."""


class SearchTime(click.FloatRange):
    """A number of seconds in a range; NaN is rejected, which click would accept."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{seconds} is not in the range {self._describe_range()}.", param, ctx)
        return seconds


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False))


def main() -> None:
    """Run the command line: exit 0 on success, 2 on bad usage or input, 1 on any other error."""
    try:
        cli(prog_name="huiliu", standalone_mode=True)
    except HuiliuError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        sys.exit(2 if isinstance(error, InputError | NotFoundError) else 1)


if __name__ == "__main__":
    main()

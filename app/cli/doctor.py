"""`huiliu doctor`: diagnose this installation."""

from __future__ import annotations

import sys

import click

from app.cli import print_json
from data.settings import Settings

_MARKS = {"good": "✓", "warning": "!", "problem": "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(as_json: bool) -> None:
    """Check home folder, database, accounts, queue, roads and backups, and suggest actions. Read-only.

    Exits with 1 if there is a problem; warnings do not count.
    """
    from app.ops.doctor import examine

    found = examine(Settings.from_environment())
    problems = sum(finding.state == "problem" for finding in found)
    if as_json:
        print_json({"problems": problems, "findings": [finding.as_json() for finding in found]})
    else:
        for finding in found:
            click.echo(f"{_MARKS[finding.state]} {finding.part}: {finding.text}")
            if finding.action:
                click.echo(f"    → {finding.action}")
    sys.exit(1 if problems else 0)

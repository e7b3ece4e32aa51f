"""`huiliu doctor`: what keeps this installation from working."""

from __future__ import annotations

import sys

import click

from app.cli import print_json
from data.settings import Settings

_MARKS = {"good": "✓", "warning": "!", "problem": "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(as_json: bool) -> None:
    """Look at folder, database, people, queue, roads and backups; say what to do. Changes nothing.

    Exits with 1 where there is a problem; a warning is none.
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

"""`huiliu import`: import tables."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli import print_json
from app.imports.result import ImportResult
from app.imports.run import KINDS, import_table
from app.services.accounts.organisations import find_or_create_organisation
from data.domain.errors import Fault, InputError
from data.settings import Settings
from data.store.engine import session
from data.store.migrate import upgrade


@click.group()
def import_group() -> None:
    """Import tables (CSV or XLSX); existing objects are updated by `ref`, invalid rows reported."""


def _command(kind: str) -> click.Command:
    columns = ", ".join(f"{column.key}{'*' if column.required else ''}" for column in KINDS[kind].columns)

    @click.command(kind, help=f"Import {kind}. Columns (* required; Chinese headers work too): {columns}.")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--organisation", help="Reference of the organisation; optional if there is only one.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    def command(file: Path, organisation: str | None, as_json: bool) -> None:
        settings = Settings.from_environment()
        upgrade(settings)
        content = _read(file, settings.max_upload_mb)
        with session(settings, write=True) as store:
            owner = find_or_create_organisation(store, organisation)
        assert owner.id is not None
        _report(import_table(settings, owner.id, kind, content, file.name), as_json)

    return command


def _read(file: Path, most_mb: int) -> bytes:
    try:
        size = file.stat().st_size
        if size > most_mb * 1024 * 1024:
            cause = f"{file} has {size / 1024 / 1024:.0f} MB; at most {most_mb} MB are read."
            raise InputError(Fault("I202", cause, "Split it, or raise HUILIU_MAX_UPLOAD_MB.", str(file)))
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            Fault("I201", f"{file} cannot be read: {error.strerror}.", "Check its name and mode.", str(file))
        ) from error


def _report(result: ImportResult, as_json: bool) -> None:
    """Print the counts; one line on standard error and exit 2 for each rejected row."""
    if as_json:
        print_json(result.as_json())
    else:
        click.echo(f"imported: {result.imported}, updated: {result.updated}, unchanged: {result.unchanged}")
    if result.faults:
        raise InputError(result.faults)


for _kind in KINDS:
    import_group.add_command(_command(_kind))

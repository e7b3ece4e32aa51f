"""`huiliu backup` and `huiliu restore`."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from app.cli import print_json
from data.settings import Settings

if TYPE_CHECKING:
    from data.archive.contents import Manifest

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_json
def backup(file: Path, as_json: bool) -> None:
    """Write tables and files to FILE (.tar.gz), or to a new file in the folder FILE.

    Web server and workers may keep running. The file contains personal data and the signing key: keep it
    safe.
    """
    from data.archive.backup import back_up

    begun = monotonic()
    _print(back_up(Settings.from_environment(), file), monotonic() - begun, as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace an installation that contains data.")
@_json
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Restore the installation from a backup, on SQLite or PostgreSQL.

    Stop the web server and the workers first.
    """
    from data.archive.restore import restore as restore_backup

    begun = monotonic()
    _print(restore_backup(Settings.from_environment(), file, replace=replace), monotonic() - begun, as_json)


def _print(manifest: Manifest, seconds: float, as_json: bool) -> None:
    document = {
        "created_at": manifest.created_at,
        "version": manifest.version,
        "revision": manifest.revision,
        "rows": sum(manifest.rows.values()),
        "files": len(manifest.members) - len(manifest.rows),
        "bytes": sum(size for size, _digest in manifest.members.values()),
        "seconds": round(seconds, 2),
    }
    if as_json:
        print_json(document)
        return
    for key, value in document.items():
        click.echo(f"{key}: {value}")
